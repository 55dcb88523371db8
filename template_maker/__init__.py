"""Making those parts of the template that follow from the contract and from other parts of it."""
