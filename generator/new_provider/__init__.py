"""Write a provider package for Llama Stack or OGX that works from its first minute."""
