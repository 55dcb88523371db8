{% extends cookiecutter._pieces ~ 'vector_io/inline/intake.py' %}
{#- The stack's contextual way came with its requests. -#}
{% block unknown_ways %}
    if chunking["type"] not in ("auto", "static"):
        raise ValueError(f"files cannot be cut in the way '{chunking['type']}'")
{%- endblock %}
