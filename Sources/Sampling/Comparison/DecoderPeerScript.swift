// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The script that decodes through the peers, in Python, since that is what they are used from.
///
/// One JSON object a line comes in and one a line goes out. Shots and predictions are rows of b8 in
/// hexadecimal digits; times are processor time of decoding alone.
let decoderPeerScript = #"""
  import importlib.util, json, sys, time

  def matrices(model):
      import numpy, scipy.sparse
      rows, columns, flips, priors, places = [], [], [], [], {}
      for line in model.flattened():
          if line.type != "error":
              continue
          p = line.args_copy()[0]
          detectors, observables = set(), set()
          for target in line.targets_copy():
              if target.is_relative_detector_id():
                  detectors ^= {target.val}
              elif target.is_logical_observable_id():
                  observables ^= {target.val}
          key = (frozenset(detectors), frozenset(observables))
          if key in places:
              k = places[key]
              priors[k] = priors[k] * (1 - p) + p * (1 - priors[k])
              continue
          places[key] = len(priors)
          rows += sorted(detectors)
          columns += [len(priors)] * len(detectors)
          flips += [(o, len(priors)) for o in observables]
          priors.append(p)
      def matrix(pairs, height):
          ones = numpy.ones(len(pairs), dtype=numpy.uint8)
          at = ([a for a, _ in pairs], [b for _, b in pairs])
          return scipy.sparse.csr_matrix((ones, at), shape=(height, len(priors)))
      check = matrix(list(zip(rows, columns)), model.num_detectors)
      return check, matrix(flips, model.num_observables), numpy.array(priors)

  def by_row(decode, flips):
      import numpy
      def batch(shots):
          out = numpy.zeros((len(shots), flips.shape[0]), dtype=numpy.uint8)
          for k, shot in enumerate(shots):
              out[k] = (flips @ decode(shot)) % 2
          return out
      return batch

  def pymatching_(model, correlated=False):
      import pymatching
      matching = pymatching.Matching.from_detector_error_model(
          model, enable_correlations=correlated)
      return lambda shots: matching.decode_batch(shots, enable_correlations=correlated)

  def ldpc_osd(model):
      import ldpc
      check, flips, priors = matrices(model)
      decoder = ldpc.BpOsdDecoder(
          check, error_channel=list(priors), max_iter=30, bp_method="product_sum",
          schedule="serial", osd_method="OSD_CS", osd_order=7)
      return by_row(decoder.decode, flips)

  def ldpc_lsd(model):
      from ldpc.bplsd_decoder import BpLsdDecoder
      check, flips, priors = matrices(model)
      decoder = BpLsdDecoder(
          check, error_channel=list(priors), max_iter=30, bp_method="product_sum",
          schedule="serial", lsd_method="LSD_CS", lsd_order=0)
      return by_row(decoder.decode, flips)

  def relay(model):
      import relay_bp
      check, flips, priors = matrices(model)
      decoder = relay_bp.RelayDecoderF32(
          check, error_priors=priors, gamma0=0.125, pre_iter=80, num_sets=60, set_max_iter=60,
          gamma_dist_interval=(-0.24, 0.66), stop_nconv=5)
      runner = relay_bp.ObservableDecoderRunner(decoder, flips, include_decode_result=False)
      return lambda shots: runner.decode_observables_batch(shots)

  def tesseract(model):
      import tesseract_decoder.tesseract as t
      decoder = t.TesseractConfig(dem=model, det_beam=20).compile_decoder()
      return lambda shots: decoder.decode_batch(shots.astype(bool))

  PEERS = {
      "pymatching": ("pymatching", "pymatching", pymatching_),
      "pymatching-correlated": (
          "pymatching", "pymatching(correlated)", lambda model: pymatching_(model, True)),
      "ldpc-bp-osd": ("ldpc", "ldpc-bp-osd(product-sum,serial,iterations=30,cs,order=7)", ldpc_osd),
      "ldpc-bp-lsd": ("ldpc", "ldpc-bp-lsd(product-sum,serial,iterations=30,order=0)", ldpc_lsd),
      "relay-bp": ("relay_bp", "relay-bp(gamma0=0.125,legs=60,iterations=60,solutions=5)", relay),
      "tesseract": ("tesseract_decoder", "tesseract(beam=20)", tesseract),
  }
  decode = observables = None
  for line in sys.stdin:
      job = json.loads(line)
      try:
          if job["do"] == "list":
              has = lambda name: importlib.util.find_spec(name) is not None
              both = has("stim") and has("numpy")
              answer = {"names": [k for k, v in PEERS.items() if both and has(v[0])]}
          elif job["do"] == "prepare":
              import stim
              model = stim.DetectorErrorModel(job["model"])
              detectors, observables = model.num_detectors, model.num_observables
              start = time.process_time()
              decode = PEERS[job["name"]][2](model)
              answer = {"title": PEERS[job["name"]][1], "seconds": time.process_time() - start}
          else:
              import numpy
              packed = numpy.frombuffer(bytes.fromhex(job["shots"]), dtype=numpy.uint8)
              packed = packed.reshape(job["count"], -1)
              shots = numpy.unpackbits(packed, axis=1, bitorder="little", count=detectors)
              start = time.process_time()
              predictions = decode(shots)
              seconds = time.process_time() - start
              predictions = numpy.asarray(predictions).astype(numpy.uint8)
              rows = numpy.packbits(predictions, axis=1, bitorder="little")
              answer = {"predictions": rows.tobytes().hex(), "seconds": seconds}
      except Exception as fault:
          answer = {"error": f"{type(fault).__name__}: {fault}"}
      print(json.dumps(answer), flush=True)
  """#
