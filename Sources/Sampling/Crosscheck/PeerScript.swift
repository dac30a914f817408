// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The script that runs experiments through the peers, in Python, since that is what they are used from.
///
/// One JSON object a line comes in and one a line goes out: `{"shots": …, "errors": …}` or `{"error": …}`.
let peerScript = #"""
  import importlib, json, sys

  def through_stim(job):
      import numpy, pymatching, stim
      if "circuit" in job:
          circuit = stim.Circuit(job["circuit"])
      else:
          p = job["p"]
          circuit = stim.Circuit.generated(
              job["generated"], distance=job["distance"], rounds=job["rounds"],
              after_clifford_depolarization=p, before_round_data_depolarization=p,
              before_measure_flip_probability=p, after_reset_flip_probability=p)
      model = circuit.detector_error_model(decompose_errors=True)
      matching = pymatching.Matching.from_detector_error_model(model)
      sampler = circuit.compile_detector_sampler(seed=job["seed"])
      errors = left = 0
      left = job["shots"]
      while left > 0:
          shots = min(left, 1 << 14)
          detections, flips = sampler.sample(shots, separate_observables=True)
          predictions = matching.decode_batch(detections)
          errors += int(numpy.any(predictions != flips, axis=1).sum())
          left -= shots
      return errors

  def through_qecsim(job):
      from qecsim import app
      module, name = job["code"]
      code = getattr(importlib.import_module(module), name)(*job["size"])
      noise = getattr(importlib.import_module("qecsim.models.generic"), job["noise"])()
      module, name = job["decoder"]
      decoder = getattr(importlib.import_module(module), name)()
      result = app.run(
          code, noise, decoder, job["p"], max_runs=job["shots"], random_seed=job["seed"])
      return result["n_fail"]

  PEERS = {"stim": through_stim, "qecsim": through_qecsim}
  for line in sys.stdin:
      job = json.loads(line)
      try:
          answer = {"shots": job["shots"], "errors": PEERS[job["peer"]](job)}
      except ImportError as fault:
          answer = {"error": f"{job['peer']} is not usable from {sys.executable}: {fault}. "
                    "`make peers` installs the peers; --python names another interpreter."}
      except Exception as fault:
          answer = {"error": f"{job['peer']}: {type(fault).__name__}: {fault}"}
      print(json.dumps(answer), flush=True)
  """#
