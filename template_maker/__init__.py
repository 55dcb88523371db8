"""Makes what the template holds for each API and line, from the published wheels and the contract.

Skeletons: wheels and contract -> release -> parts -> text of a module -> file. Then what the
engines read: facts and contract -> cells -> files. A development tool: nothing that is installed
imports it.
"""
