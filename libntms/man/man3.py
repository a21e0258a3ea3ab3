#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the manual pages of section 3 from the comments above the functions.

man3.py DIR FILE.c...

Every kernel-doc comment of a function that a header declares becomes DIR/Name.3; calls
with an A and a W form share one page, under all three names. What call.c says about all
calls with a session goes into each of their pages.
"""
import os
import re
import sys

COMMENT = re.compile(r"/\*\*\n((?: \*(?!/)[^\n]*\n)+) \*/\n"
                     r"((?:const )?\w+[ \*]+(\w+)\([^;{]*?\))\n\{")
SOURCE = re.compile(r"((?:MS-RSMP|SDK page)[^.]*(?:\.\d[^.]*)*)\.\s")
INCLUDE = {True: "<ntmsapi.h>", False: "<ntms.h>"}


# The additions of ntms.h; names that begin with a capital are the API's.
PUBLIC = set(re.findall(r"\b(ntms_\w+)\(", open(os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../include/ntms.h")).read()))


def is_public(name):
    return name[0].isupper() or name in PUBLIC


class Doc:
    """A comment: what it is about, its parameters, its text, its result."""

    def __init__(self, comment, prototype, name, source):
        self.source = source
        self.name, self.prototype = name, " ".join(prototype.split())
        lines = [re.sub(r"^ \*( |\t|$)", lambda m: m.group(1).strip(" "), l)
                 for l in comment.rstrip("\n").split("\n")]
        self.brief = lines[0].split(" - ", 1)[1]
        self.params, self.text, self.result = [], [], []
        part, i = self.text, 1
        while i < len(lines) and lines[i].startswith("@"):
            param, words = re.match(r"@(\w+):\s*(.*)", lines[i]).groups()
            i += 1
            while i < len(lines) and lines[i].startswith("\t"):
                words += " " + lines[i].strip()
                i += 1
            self.params.append((param, words))
        for line in lines[i:]:
            if line.startswith("Return:"):
                part = self.result
                line = line[len("Return:"):].strip()
            part.append(line)


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"@(\w+)", r"\\fI\1\\fP", text)
    text = re.sub(r"\b([A-Za-z_]\w+)\(\)", r"\\fB\1\\fP()", text)
    return re.sub(r"^([.'])", r"\\&\1", text)


def paragraphs(lines):
    """Text, and lists of '* name - words' or '* name words'."""
    out, item, text = [], None, []

    def flush():
        nonlocal item, text
        if item is not None:
            name, words = item
            out.extend([".TP", ".B " + escape(name) if name else ".B \\(bu", escape(words)])
        elif text:
            out.extend([".PP", escape(" ".join(text))])
        item, text = None, []

    for line in lines + [""]:
        m = re.match(r"\* ([A-Z_]+(?:, [A-Z_]+)*|others)(?:,)?(?:\s+-\s*|\t+|$)(.*)", line)
        if m:
            flush()
            item = [m.group(1), m.group(2).strip()]
        elif line.startswith("* "):
            flush()
            item = [line[2:].rstrip(), ""]
        elif not line.strip():
            flush()
        elif item is not None:
            more = re.match(r"\s+([A-Z_]+(?:, [A-Z_]+)*)\s+-\s+(.*)", line)
            if more and not item[1]:
                item = [item[0].rstrip(",") + ", " + more.group(1), more.group(2)]
            else:
                item[1] += " " + line.strip()
        else:
            text.append(line.strip())
    return out


def synopsis(docs):
    out = [".nf", ".B #include " + INCLUDE[not docs[0].name.startswith("ntms_")]]
    for doc in docs:
        head, args = doc.prototype.split("(", 1)
        words = [a.strip() for a in args.rstrip(")").split(",")]
        width = len(head) + 1
        lines, line = [], head + "("
        for i, word in enumerate(words):
            word += ")" if i == len(words) - 1 else ","
            if len(line) + len(word) > 74 and i:
                lines.append(line)
                line = " " * width
            line += ("" if line.endswith("(") or line.endswith(" ") else " ") + word
        lines.append(line + ";")
        out += [".PP"] + [".B \"%s\"" % escape(l) for l in lines]
    return out + [".fi"]


def common_codes(path):
    """The list in the comment at the top of call.c."""
    text = open(path).read()
    block = text[text.index("Codes that every call"):text.index("*/")]
    out, item = [], None
    for line in block.split("\n")[2:]:
        line = re.sub(r"^ \*[ ]?", "", line)
        m = re.match(r"([A-Z_]+(?:, [A-Z_]+)*)\s*(.*)", line)
        if m:
            item = [m.group(1), m.group(2)]
            out.append(item)
        elif item and line.strip():
            item[1] += " " + line.strip()
    return [l for name, words in out for l in (".TP", ".B " + escape(name),
                                               escape(words.strip()))]


def page(name, docs, common):
    doc = docs[0]
    names = sorted({name} | {d.name for d in docs})
    out = [".\\\" made by man3.py from the comments of the source",
           ".TH %s 3 \"\" \"libntms\" \"\"" % name.upper(),
           ".SH NAME", escape(", ".join(names)) + " \\- " + escape(doc.brief),
           ".SH LIBRARY", "libntms (\\fI\\-lntms\\fP)", ".SH SYNOPSIS"] + synopsis(docs)
    out += [".SH DESCRIPTION"]
    source = [l for l in doc.text if l.startswith("Source:")]
    text = paragraphs([l for l in doc.text if not l.startswith("Source:")])
    out += text or [escape(doc.brief[0].upper() + doc.brief[1:]) + "."]
    if len(docs) > 1:
        out += [".PP", "The A form takes UTF\\-8, the W form WCHARs; the name without a letter "
                "is the W form where UNICODE is defined and the A form elsewhere."]
    if doc.params:
        out += [".SS Arguments"]
        for param, words in doc.params:
            out += [".TP", ".I " + escape(param), escape(words)]
    out += [".SH RETURN VALUE"] + paragraphs(doc.result)
    if any(p == "hSession" for p, _ in doc.params):
        out += [".PP", "All calls with a session can also return:"] + common
    source = source[0][len("Source:"):].strip() if source else doc.source
    if source:
        out += [".SH STANDARDS", escape(source)]
    return out + [".SH SEE ALSO", ".BR ntms (7)"]


def main():
    to, files = sys.argv[1], sys.argv[2:]
    docs = {}
    for path in files:
        text = open(path).read()
        top = " ".join(re.sub(r"\n \*", "\n", text[:text.index("*/")]).split()) + " "
        m = SOURCE.search(top)
        for comment, prototype, name in COMMENT.findall(text):
            if is_public(name):
                docs[name] = Doc(comment, prototype, name, m and m.group(1))
    common = common_codes(next(f for f in files if os.path.basename(f) == "call.c"))
    for name, doc in docs.items():
        other = docs.get(name[:-1] + "W") if name.endswith("A") else None
        if name.endswith("W") and name[:-1] + "A" in docs:
            continue
        title = name[:-1] if other else name
        with open(os.path.join(to, title + ".3"), "w") as f:
            f.write("\n".join(page(title, [doc, other] if other else [doc], common)) + "\n")
        for alias in ([name, other.name] if other else []):
            with open(os.path.join(to, alias + ".3"), "w") as f:
                f.write(".so man3/%s.3\n" % title)


main()
