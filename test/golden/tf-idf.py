"""Writes tf-idf.json: how scikit-learn 1.2 weighs the words of texts. Run: python3 tf-idf.py"""

import json
import pathlib

from sklearn.feature_extraction.text import TfidfVectorizer

training = ["red red sun", "red moon", "big moon moon sun"]
other = ["sun sun moon", "red"]
vectorizer = TfidfVectorizer(token_pattern=r"\S+").fit(training)
golden = {
    "texts": training + other,
    "training": len(training),
    "words": list(vectorizer.get_feature_names_out()),
    "rows": vectorizer.transform(training + other).toarray().tolist(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
