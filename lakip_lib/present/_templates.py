"""The little of Jinja that a narrative needs, and limits, so that no template reaches out, swells, or never ends.

Offered are placeholders, ``if``, ``for`` and the documented filters.  There are no functions, variables, macros or
arithmetic: a number that a template computes would have no origin.  ``a.b`` asks a mapping for ``b``, and is never an
attribute of a Python object.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NoReturn

import jinja2
import jinja2.meta
from jinja2 import nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["LONGEST", "Environment", "render"]

#: Characters of a narrative, and of what a template makes of it.
LONGEST = 200_000
_LONGEST_FILLED = 2_000_000
#: Rounds of all loops of one template together.
_ROUNDS = 10_000
_COUNTED = "terhitung"
#: Names that Jinja or this module gives a meaning.
_NOT_WORDS = (_COUNTED, "self", "super", "caller", "varargs", "kwargs")
_OFFERED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Neg, nodes.CondExpr, nodes.Concat, nodes.Tuple, nodes.List,
)  # fmt: skip
_FILTERS = ("first", "last", "length", "lower", "upper", "default")
_OF_LOOPS = ("first", "last", "index", "length")


class Environment(ImmutableSandboxedEnvironment):
    """Where narratives are compiled; `filters` are those offered beside a few of Jinja's."""

    def __init__(self, filters: Mapping[str, Any], tests: Mapping[str, Any], **settings: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(undefined=jinja2.StrictUndefined, autoescape=False, **settings)
        self.filters = {name: self.filters[name] for name in _FILTERS} | {_COUNTED: _counted} | dict(filters)
        self.tests |= tests
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as Jinja's
        """What a mapping or a loop has under that name; nothing else has any."""
        if isinstance(obj, LoopContext) and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - as Jinja's
        """An item of a mapping or a list."""
        if isinstance(obj, Mapping | list | tuple):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        if isinstance(obj, jinja2.Undefined):  # what is unknown is its name, not what was asked of it
            return obj
        return self.undefined(obj=obj, name=argument)

    def call(self, *_: object, **__: object) -> NoReturn:
        """Nothing can be called."""
        raise jinja2.TemplateRuntimeError("tidak ada fungsi")


def render(environment: Environment, text: str, words: Mapping[str, object]) -> str:
    """The template `text` with `words` put in; raises what Jinja and the words raise."""
    if len(text) > LONGEST:
        raise jinja2.TemplateSyntaxError(f"narasi lebih dari {LONGEST} huruf", 1)
    template, named = _template(environment, text)
    rounds = itertools.count(1)
    values = {name: words[name] for name in named if name in words}
    parts, size = [], 0
    for part in template.generate(values | {_COUNTED: rounds}):
        size += len(part)
        if size > _LONGEST_FILLED:
            raise jinja2.TemplateRuntimeError(f"hasilnya lebih dari {_LONGEST_FILLED} huruf")
        parts.append(part)
    return "".join(parts)


@lru_cache(maxsize=64)
def _template(environment: Environment, text: str) -> tuple[jinja2.Template, frozenset[str]]:
    """A template, and the names that it asks for."""
    parsed = environment.parse(text)
    _check(parsed)  # before anything else: already to ask for its names would compute its constants
    named = frozenset(jinja2.meta.find_undeclared_variables(parsed))
    for loop in parsed.find_all(nodes.For):
        loop.iter = nodes.Filter(
            loop.iter, _COUNTED, [nodes.Name(_COUNTED, "load")], [], None, None, lineno=loop.lineno
        ).set_environment(environment)
    return jinja2.Template.from_code(environment, environment.compile(parsed), {}), named


def _check(node: nodes.Node) -> None:
    """Refuse what is not offered."""
    for child in node.iter_child_nodes():
        ours = isinstance(child, nodes.Name) and child.name in _NOT_WORDS
        if ours or not isinstance(child, _OFFERED) or (isinstance(child, nodes.For) and child.recursive):
            what = type(child).__name__
            raise jinja2.TemplateSyntaxError(f"“{what}” tidak tersedia dalam narasi", getattr(child, "lineno", 1))
        _check(child)


def _counted(items: Iterable[object], rounds: Iterator[int]) -> Iterator[object]:
    """The items; too many rounds of all loops together are an error."""
    for item in items:
        if next(rounds) > _ROUNDS:
            raise jinja2.TemplateRuntimeError(f"perulangannya lebih dari {_ROUNDS} kali")
        yield item
