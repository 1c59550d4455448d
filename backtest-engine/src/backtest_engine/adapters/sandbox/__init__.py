"""A process of its own for code that nobody vouches for: a warm zygote forks one child a job."""
