"""Say, for every release of Llama Stack and OGX, whether it would load and serve a provider."""
