"""What a person should know beside the strategy: what it rests on, what it lacks, how often it speaks."""
