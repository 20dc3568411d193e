"""The letterhead of official reports: what the plan says of it, the rest from the plan's issuer.

Only what is certain is derived: "UBND xã X" heads its papers "ỦY BAN NHÂN DÂN / XÃ X" (Decree
30/2020/NĐ-CP has no superior line for it).  Any other issuer is shown in capitals, and what it
would take a guess to fill in stays open.
"""

import re

from cchc_cli.names import compose
from cchc_cli.plan.model import LetterheadModel
from cchc_cli.plan.terms import Letterhead

_COMMITTEE = "ỦY BAN NHÂN DÂN"
_COMMUNE = re.compile(r"(?:UBND|(?:Ủy|Uỷ) ban nhân dân) (xã|phường|đặc khu) (\S.*)", re.IGNORECASE)


def letterhead_of(said: LetterheadModel | None, issuer: str) -> Letterhead:
    """Return the letterhead that a plan says, what it leaves out filled in from the issuer."""
    derived = _derived(issuer)
    if said is None:
        return derived
    if said.body is not None:  # another body than the issuer: its chairman does not sign
        derived = _open(tuple(said.body), derived.place)
    return Letterhead(
        superior=said.superior or "",
        body=derived.body,
        place=said.place or derived.place,
        number_suffix=said.number_suffix or derived.number_suffix,
        signer=tuple(said.signer or derived.signer),
        recipients=tuple(said.recipients or derived.recipients),
    )


def _derived(issuer: str) -> Letterhead:
    found = _COMMUNE.fullmatch(" ".join(compose(issuer).split()))
    if found is None:
        return _open((issuer.upper(),), "")
    kind, name = found.groups()
    # A place named by a number keeps its kind: "Phường 1", never "1".
    place = f"{kind.capitalize()} {name}" if name[0].isdigit() else name
    return _committee((_COMMITTEE, f"{kind} {name}".upper()), place)


def _committee(body: tuple[str, ...], place: str) -> Letterhead:
    return Letterhead(
        superior="",
        body=body,
        place=place,
        number_suffix="BC-UBND",
        signer=(f"TM. {_COMMITTEE}", "CHỦ TỊCH"),
        recipients=("Lưu: VT",),
    )


def _open(body: tuple[str, ...], place: str) -> Letterhead:
    if body[0].upper() == _COMMITTEE:
        return _committee(body, place)
    return Letterhead("", body, place, "", (), ("Lưu: VT",))
