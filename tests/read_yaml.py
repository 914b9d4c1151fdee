#!/usr/bin/env python3
"""read_yaml.py pyyaml|ruamel FILE EXPECTED: another reader's eyes on what write_scalar() and write_key() wrote.

FILE has one entry k0, k1, … for each line of EXPECTED: the shape of the entry, then the text in hexadecimal.
pyyaml reads YAML 1.1, ruamel YAML 1.2. Exit status 0: all equal; 1: a text is read differently; 77: no such reader here.
"""
import sys

SHOWN = 10


def load(reader, text):
    if reader == "pyyaml":
        import yaml
        return yaml.load(text, Loader=yaml.SafeLoader)
    from ruamel.yaml import YAML
    return YAML(typ="safe", pure=True).load(text)


def text_of(shape, entry):
    if shape == "value":
        return entry
    if shape == "item":
        return entry[0]
    if shape == "flow-value":
        return entry["x"]
    if shape == "flow-item":
        return entry[0]
    if shape == "flow-key":
        return [key for key in entry if entry[key] == 1][0]
    if shape == "key":
        return [key for key in entry[0] if entry[0][key] == 1][0]
    return entry[0]["b"]


def main():
    reader, file, expected = sys.argv[1:]
    try:
        with open(file, "rb") as f:
            entries = load(reader, f.read().decode("utf-8"))
    except ImportError as problem:
        print(problem)
        return 77
    wrong = 0
    with open(expected, encoding="ascii") as f:
        for number, line in enumerate(f):
            shape, _, digits = line.rstrip("\n").partition(" ")
            text = bytes.fromhex(digits).decode("utf-8")
            got = text_of(shape, entries["k%d" % number])
            if not isinstance(got, str) or got != text:
                wrong += 1
                if wrong <= SHOWN:
                    print("k%d %s: %r was read as %r" % (number, shape, text, got))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
