"""The loader's walk through the rules: for packages, for what YAML describes, and step by step."""
