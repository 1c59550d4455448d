# ruff: noqa: E501 - word lists and sentences stand on one line each
"""The lexicons: what words mean, in English and in Chinese. The grammar of intents is one for both."""
