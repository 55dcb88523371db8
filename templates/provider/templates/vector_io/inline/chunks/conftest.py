{% extends cookiecutter._pieces ~ 'vector_io/inline/conftest.py' %}
{#- As run.yaml has it. -#}
{% block dimension %}768{% endblock %}
