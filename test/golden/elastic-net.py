"""Golden numbers for the elastic net, from scikit-learn. Writes elastic-net.json beside this file."""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.linear_model import ElasticNet

random = numpy.random.RandomState(3)
inputs = numpy.round(random.uniform(-2, 2, (30, 6)) * 64) / 64
targets = numpy.round((inputs @ [1.5, -2, 0, 0.75, 0, 0.01] + random.normal(0, 0.5, 30) + 3) * 64) / 64

fits = []
for alpha in (0.05, 0.5):
    for ratio in (0.3, 0.9):
        model = ElasticNet(alpha=alpha, l1_ratio=ratio, tol=1e-15, max_iter=1_000_000).fit(inputs, targets)
        fits.append({"alpha": alpha, "ratio": ratio, "coefficients": model.coef_.tolist(), "intercept": model.intercept_})

content = {"from": f"scikit-learn {sklearn.__version__}", "inputs": inputs.tolist(), "targets": targets.tolist(), "fits": fits}
Path(__file__).with_name("elastic-net.json").write_text(json.dumps(content) + "\n")
