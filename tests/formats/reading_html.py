"""A page read back: a tree of elements, refusing what is not well-formed."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}
Attributes = dict[str, str]


class Element:
    """An element: its name, attributes, and what it holds."""

    def __init__(self, name: str, attributes: Attributes) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element | str] = []

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all below it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, name: str = "", **attributes: str) -> list["Element"]:
        """Return the elements below with this name and these attributes (`class_` for class)."""
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return [
            found
            for found in self.walk()
            if found is not self
            and name in ("", found.name)
            and all(value in found.attributes.get(key, "").split() for key, value in wanted.items())
        ]

    def one(self, name: str = "", **attributes: str) -> "Element":
        """Return the only such element."""
        (found,) = self.all(name, **attributes)
        return found

    @property
    def raw(self) -> str:
        """All text below, as it stands."""
        return "".join(c.raw if isinstance(c, Element) else c for c in self.children)

    @property
    def text(self) -> str:
        """All text below, its spaces folded as a browser does."""
        return " ".join(self.raw.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> ends <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read_html(page: str) -> Element:
    """Return the page's tree; elements that are not closed, or closed by another, are refused."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    (root,) = reader.open
    return root
