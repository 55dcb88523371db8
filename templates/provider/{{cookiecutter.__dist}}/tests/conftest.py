{%- set line = cookiecutter._lines[cookiecutter.target] -%}
{%- set starter = cookiecutter._starters[cookiecutter.__starter] -%}
{%- include cookiecutter.__folders.replace(' ', '/conftest.py ').split() -%}
