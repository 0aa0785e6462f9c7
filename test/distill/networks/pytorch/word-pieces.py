"""`python3 word-pieces.py tokenizer.json < lines`: the token ids of each line as JSON, by Hugging Face's own library."""

import json
import sys

from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(sys.argv[1])
tokenizer.no_padding()
tokenizer.no_truncation()
print(json.dumps([tokenizer.encode(line).ids for line in sys.stdin.read().split("\n")]))
