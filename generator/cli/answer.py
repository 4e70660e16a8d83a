"""The answer that ``explain`` gives for one text, as JSON data and as text for a person."""

from generator.matching.explainer import Confidence, Explanation
from generator.model.addresses import address
from generator.model.catalog import Catalog
from generator.model.prose import Reference, ReferenceKind


def answer_data(explanation: Explanation) -> dict[str, object]:
    """Return an explanation as it is written in JSON; ``row`` is there only where the line shows it."""
    data = explanation.as_data() | {"url": _url(explanation)}
    return data | {"row": dict(explanation.row)} if explanation.row else data


def _url(explanation: Explanation) -> str | None:
    """Return the address of the page for an explanation, below the site's root."""
    if explanation.reply:
        return address(Reference(ReferenceKind.REPLY, explanation.reply))
    if explanation.confidence is Confidence.CODE_ONLY:
        return address(Reference(ReferenceKind.CODE, str(explanation.code)))
    return None


def answer_text(catalog: Catalog, explanation: Explanation, shown: str) -> str:
    """Return an explanation for a person; ``shown`` is the line as it may be shown."""
    if explanation.reply is None:
        lines = [f"not in the catalogue: {shown}"]
        if explanation.side == "out":
            lines.append(f"On {catalog.product.sides.outbound} rows other servers speak, each in its own words.")
        if url := _url(explanation):
            lines.append(f"Only the code is known: {url}")
        lines += [f"Near to it: {catalog.replies[id].id} ({catalog.replies[id].text})" for id in explanation.candidates]
        return "\n    ".join(lines) + "\n"
    reply = catalog.replies[explanation.reply]
    sides = catalog.product.sides
    paths = {"in": (sides.inbound, reply.sides.inbound), "out": (sides.outbound, reply.sides.outbound)}
    lines = [
        f"{reply.id}: {reply.label}",
        *([f"Withdrawn: {catalog.plain(reply.withdrawn.reason)}"] if reply.withdrawn else []),
        f"{reply.severity.label}. {reply.heals.label}. Who acts: {reply.acts.label.lower()}.",
        *(f"{mark}: {catalog.plain(path)}" for side, (mark, path) in paths.items() if explanation.side in (side, None)),
        *(f"{kind}: {value}" for kind, value in explanation.values.items()),
        str(_url(explanation)),
    ]
    return "\n    ".join(lines) + "\n"
