"""Writing the contract's data: reads the published wheels with `ast`, never imports them.

Data goes one way: wheels -> modules -> facts -> the text of `data/`. Only the command line
imports this package; whoever reads the contract doesn't. How to run it: docs/contract.md.
"""
