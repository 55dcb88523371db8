"""Makes what the template holds for each API and line, from the published wheels and the contract.

Data goes one way: wheels and contract -> release -> parts -> text of a module -> file. A
development tool: nothing that is installed imports it.
"""
