"""What the run knows beyond the schemas of the document."""
import schemathesis

BOOLEANS = {
    "anyOf": [
        {"type": "boolean"},
        {"enum": [0, 1]},
        {"type": "string", "pattern": "^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Oo][Nn]|[Oo][Ff][Ff]|"
                                      "[Nn][Oo]|[YyNnTtFf01])$"},
    ]
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The descriptions say which spellings are taken for booleans and whole numbers; here they are as schemas.

    Without this, a body that is taken although its schema names only the proper type would count as a mistake.
    """
    for name, schema in raw_schema["components"]["schemas"].items():
        if name.endswith("Body"):
            for field, proper in schema["properties"].items():
                schema["properties"][field] = lax(proper)


def lax(schema):
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    nothing = [{"type": "null"}] if "null" in types else []
    if "boolean" in types:
        return {"anyOf": BOOLEANS["anyOf"] + nothing}
    if "integer" in types:
        limits = {key: schema[key] for key in ("minimum", "maximum")}
        return {"anyOf": [{"type": "integer", **limits}, {"enum": [True, "2", " +2.0 "]}, *nothing]}
    return schema


@schemathesis.hook
def filter_body(context, body):
    """Whole numbers have 64 bits in every JSON body, also where nobody reads them: no schema can say that."""
    return all(-(2**63) <= number < 2**63 for number in whole_numbers(body))


def whole_numbers(value):
    if isinstance(value, int):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from whole_numbers(item)
