"""Readers' comments in flattened text: many shapes, each with its readers, and speech in the body that is none."""

# ruff: noqa: E501 -- tables of whole texts

import pytest

from tacitus.config import Settings
from tacitus.model import Report, Snapshot, ZoneKind
from tacitus.read import read_snapshot

BODY = """Two spans of the Soral bridge collapse after night attack

The bridge at Soral was blown up on Tuesday night, and the army and the rebels of the River Column accused each other of it.

A farmer said that he had heard two blasts shortly before midnight and had seen a truck drive off towards the hills.

The road has been closed since then, and traders use the ferry at Karif. The army has promised a new bridge by the spring.

"""

TANK = "The wreck on the left is a BTR-80, look at the exhaust."
JOKE = "My landlord has also promised me a new bridge."
ASK = "Is it true that Colonel Brun was on the ferry? My aunt says so."

SHAPES = {
    "says": f"Comments\n\nold_sapper says:\n\n{TANK}\n\nMia K. says:\n\n{JOKE}\n\nferryman says:\n\n{ASK}",
    "says_dated": f"3 Responses\n\nold_sapper says:\nMay 5, 2012 at 9:12 am\n\n{TANK}\n\nMia K. says:\nMay 5, 2012 at 10:01 am\n\n{JOKE}\n\nferryman says:\nMay 6, 2012 at 8:00 am\n\n{ASK}",
    "wrote": f"Readers' comments\n\nold_sapper wrote:\n{TANK}\n\nMia K. wrote:\n{JOKE}\n\nferryman wrote:\n{ASK}",
    "colon": f"Comments (3)\n\nold_sapper: {TANK}\n\nMia K.: {JOKE}\n\nferryman: {ASK}",
    "colon_tight": f"COMMENTS\n\nold_sapper: {TANK}\nMia K.: {JOKE}\nferryman: {ASK}",
    "city": f"Letters to the editor\n\nOle Sapper, Karif: {TANK}\n\nMia K., Port Savo: {JOKE}\n\nB. Ferryman, Teke: {ASK}",
    "signed": f"Letters\n\n{TANK}\nOle Sapper, Karif\n\n{JOKE}\nMia K., Port Savo\n\n{ASK}\nB. Ferryman, Teke",
    "signed_dash": f"From our postbag\n\n{TANK} - Ole Sapper\n\n{JOKE} - Mia K.\n\n{ASK} - B. Ferryman",
    "signed_dash_line": f"Your letters\n\n{TANK}\n— Ole Sapper, Karif\n\n{JOKE}\n— Mia K., Teke\n\n{ASK}\n— B. Ferryman",
    "at_handle": f"Replies\n\n@old_sapper: {TANK}\n\n@miak: {JOKE}\n\n@ferryman: {ASK}",
    "at_handle_bare": f"Replies to this post\n\n@old_sapper {TANK}\n\n@miak {JOKE}\n\n@ferryman {ASK}",
    "comment_by": f"Comment by old_sapper on 5 May 2012\n{TANK}\n\nComment by Mia K. on 5 May 2012\n{JOKE}\n\nComment by ferryman on 6 May 2012\n{ASK}",
    "comment_by_after": f"Comments\n\n{TANK}\nPosted by old_sapper on 5 May 2012\n\n{JOKE}\nPosted by Mia K. on 5 May 2012\n\n{ASK}\nPosted by ferryman on 6 May 2012",
    "numbered_dash": f"Discussion\n\n1. old_sapper - {TANK}\n2. Mia K. - {JOKE}\n3. ferryman - {ASK}",
    "numbered_colon": f"What readers say\n\n1. old_sapper: {TANK}\n\n2. Mia K.: {JOKE}\n\n3. ferryman: {ASK}",
    "bullet": f"  • old_sapper says:\n\n    {TANK}\n\n  • Mia K. says:\n\n    {JOKE}\n\n  • ferryman says:\n\n    {ASK}",
    "bracket": f"Comments:\n\n[old_sapper] {TANK}\n\n[Mia K.] {JOKE}\n\n[ferryman] {ASK}",
    "angle": f"Comments:\n\n<old_sapper> {TANK}\n<miak> {JOKE}\n<ferryman> {ASK}",
    "quoted": f'Readers write\n\n"{TANK}" (old_sapper)\n\n"{JOKE}" (Mia K.)\n\n"{ASK}" (ferryman)',
    "after_paren": f"Listener messages\n\n{TANK} (old_sapper)\n\n{JOKE} (Mia K., Karif)\n\n{ASK} (ferryman)",
    "dash": f"From the comments\n\nold_sapper — {TANK}\n\nMia K. — {JOKE}\n\nferryman — {ASK}",
    "pipe": f"Comments\n\nold_sapper | 5 May 2012, 09:12\n{TANK}\n\nMia K. | 5 May 2012, 10:01\n{JOKE}\n\nferryman | 6 May 2012, 08:00\n{ASK}",
    "ago": f"Join the conversation\n\nold_sapper\n2 days ago\n{TANK}\nReply\n\nMia K.\n2 days ago\n{JOKE}\nReply\n\nferryman\n1 day ago\n{ASK}\nReply",
    "ago_inline": f"3 comments\n\nold_sapper · 2 days ago\n{TANK}\n\nMia K. · 2 days ago\n{JOKE}\n\nferryman · 1 day ago\n{ASK}",
    "clock": f"LISTENERS WRITE\n\n07:40 old_sapper: {TANK}\n\n07:55 Mia K.: {JOKE}\n\n08:10 ferryman: {ASK}",
    "bare": f"Comments\n\nold_sapper\n{TANK}\n\nMia K.\n{JOKE}\n\nferryman\n{ASK}",
    "bare_apart": f"2 comments so far\n\nold_sapper\n\n{TANK}\n\nMia K.\n\n{JOKE}\n\nferryman\n\n{ASK}",
    "on_date_wrote": f"On 5 May 2012 at 09:12, old_sapper wrote:\n{TANK}\n\nOn 5 May 2012 at 10:01, Mia K. wrote:\n{JOKE}\n\nOn 6 May 2012 at 08:00, ferryman wrote:\n{ASK}",
    "no_heading": f"old_sapper: {TANK}\n\nmia_k: {JOKE}\n\nferry.man77: {ASK}",
    "from": f"Your messages\n\nFrom old_sapper: {TANK}\n\nFrom Mia K.: {JOKE}\n\nFrom ferryman: {ASK}",
    "name_label": f"Guestbook\n\nName: old_sapper\nComment: {TANK}\n\nName: Mia K.\nComment: {JOKE}\n\nName: ferryman\nComment: {ASK}",
    "spanish": f"Comentarios\n\nold_sapper dice:\n{TANK}\n\nMia K. dice:\n{JOKE}\n\nferryman dice:\n{ASK}",
    "reply_to": f"Discussion (3)\n\nold_sapper\nMay 5, 2012 9:12\n{TANK}\n\nMia K. replied to old_sapper\nMay 5, 2012 10:01\n{JOKE}\n\nferryman\nMay 6, 2012 8:00\n{ASK}",
    "parenthesis_city": f"WHAT YOU SAY\n\nold_sapper (Karif): {TANK}\n\nMia K. (Teke): {JOKE}\n\nferryman (by text message): {ASK}",
    "comment_number": f"Comment 1 - old_sapper\n{TANK}\n\nComment 2 - Mia K.\n{JOKE}\n\nComment 3 - ferryman\n{ASK}",
    "hash_number": f"Forum\n\n#1 old_sapper\n{TANK}\n\n#2 Mia K.\n{JOKE}\n\n#3 ferryman\n{ASK}",
    "stacked_day": f"3 responses\n\nold_sapper\n5 May\n{TANK}\n\nMia K.\n5 May\n{JOKE}\n\nferryman\n6 May\n{ASK}",
    "stacked_answer": f"3 responses\n\nold_sapper\n5 May\n{TANK}\n\nMia K.\n5 May\n@old_sapper {JOKE}\n\nferryman\n6 May\n@mia {ASK}",
    "stacked_no_heading": f"old_sapper\nMay 5\n{TANK}\n\nMia K.\nMay 5\n{JOKE}\n\nferryman\nMay 6\n{ASK}",
    "reader_named": f"A reader, old_sapper, writes: {TANK}\n\nA reader, Mia K., writes: {JOKE}\n\nA reader, ferryman, writes: {ASK}",
}
BARE_NAMES = {"city", "signed", "signed_dash", "signed_dash_line"}
TAILS = [
    "",
    "\n\nRecent posts\n\nMay 2012\n\nApril 2012",
    "\n\n© 2012 The River Watch. All rights reserved.",
    "\n\nPrevious: The ferry in April",
]


def read_text(text: str) -> Report:
    return read_snapshot(Snapshot(content=text.encode(), source="sample.txt"), Settings())


@pytest.mark.parametrize("tail", TAILS, ids=["last", "archive", "copyright", "pager"])
@pytest.mark.parametrize("shape", SHAPES)
def test_each_comment_is_its_readers(shape: str, tail: str) -> None:
    report = read_text(BODY + SHAPES[shape] + tail + "\n")
    found = []
    for words in (TANK, JOKE, ASK):
        at = report.text.index(words)
        inside = {(z.kind, z.author) for z in report.zones if z.span.start < at + len(words) and z.span.end > at}
        found.append(inside)
    names = ["Ole Sapper", "Mia K.", "B. Ferryman"] if shape in BARE_NAMES else ["old_sapper", "Mia K.", "ferryman"]
    for inside, name in zip(found, names, strict=True):
        kinds = {kind for kind, _ in inside}
        assert kinds == {ZoneKind.COMMENT}
        authors = {
            (author or "").split(",")[0].lower().lstrip("@").replace(".", "").replace("_", "").replace(" ", "")
            for _, author in inside
        }
        assert authors <= {name.lower().replace(".", "").replace("_", "").replace(" ", ""), "ferryman77", "ferryman"}
    assert next(z.kind for z in report.zones if z.span.end > report.text.index("The road has been closed")) is ZoneKind.BODY
    if tail:
        at = report.text.index(tail.strip())
        assert next(z.kind for z in report.zones if z.span.end > at) is ZoneKind.BOILERPLATE


SPEECH = [
    'The mayor said: "Nobody will repair it before the elections."',
    "Army: three soldiers killed.\n\nRiver Column: two fighters killed.\n\nCivilians: one farmer killed.",
    "Soral: the bridge is closed.\n\nKarif: the ferry runs twice a day.\n\nTeke: the market was shelled on Monday.",
    "Q: Who blew up the bridge?\n\nA: Nobody has said so, and both sides deny it.",
    "River Watch: Who ordered the attack?\n\nBrun: I do not know. Ask the army.",
    "WHO IS WHO\n\nRiver Column: founded in 2009 by school teachers.\n\nNorthern Alliance: an umbrella of five groups.",
    "@soral_front, an account that posts the statements of the River Column, said that four soldiers were captured.",
    "Comments by the army on the attack differ from one day to the next.",
    "The comments of the governor were met with silence in Soral.\n\nNobody else would comment.",
]


@pytest.mark.parametrize("speech", SPEECH)
def test_speech_in_the_body_is_no_comment(speech: str) -> None:
    report = read_text(BODY + speech + "\n")
    assert {z.kind for z in report.zones if z.kind is ZoneKind.COMMENT} == set()
