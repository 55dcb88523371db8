{%- set line = cookiecutter._lines[cookiecutter.target] -%}
{%- set starter = cookiecutter._starters[cookiecutter.__starter] -%}
{%- include (cookiecutter.__folders.replace(' ', '/test_' ~ cookiecutter.api ~ '.py ') ~ cookiecutter._pieces ~ 'skeleton/test_api.py').split() -%}
