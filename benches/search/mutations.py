#!/usr/bin/env python3
"""Other spellings of titles: reads a JSON list from stdin, writes a list of [traditional, pinyin by syllable, pinyin by word].

Needs opencc-python-reimplemented, pypinyin and jieba.
"""
import json
import logging
import sys

import jieba
from opencc import OpenCC
from pypinyin import lazy_pinyin

jieba.setLogLevel(logging.ERROR)
traditional = OpenCC("s2t")


def is_han(text):
    return any("\u3400" <= character <= "\u9fff" for character in text)


def pinyin(text, by_word):
    """Each word of Chinese as letters, by syllable or as a whole; the rest as it is."""
    parts = []
    for word in jieba.cut(text, HMM=False):
        if is_han(word):
            syllables = lazy_pinyin(word, v_to_u=False)
            parts.append(("" if by_word else " ").join(syllables))
        else:
            parts.append(word)
    return " ".join(" ".join(parts).split())


titles = json.load(sys.stdin)
json.dump([[traditional.convert(title), pinyin(title, False), pinyin(title, True)] for title in titles], sys.stdout)
