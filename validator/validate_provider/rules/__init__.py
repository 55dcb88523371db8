"""The rules: one file each, in the order of the loader's steps.

A rule's file name is its code and its name: `spk401_config_class_missing.py` is SPK401,
config-class-missing. Its function's docstring is its documentation.
"""
