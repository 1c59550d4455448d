"""The lexicons: what words mean, in English and in Chinese. The grammar of intents is one for both."""
