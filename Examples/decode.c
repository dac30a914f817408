/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

/* Samples a repetition code and decodes it: a whole program on libquantacore.

   swift build -c release --product quantacore
   clang -I Sources/CQuantaCore/include Examples/decode.c -L .build/release -lquantacore \
       -Wl,-rpath,"$PWD/.build/release" -o decode && ./decode matching */

#include "quantacore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char modelText[] =
    "error(0.05) D0 L0\n"
    "error(0.05) D0 D1\n"
    "error(0.05) D1 D2\n"
    "error(0.05) D2\n";

/* Ends the program with the library's message if a call did not succeed. */
static void check(QKStatus status, const char *what) {
  if (status == QK_OK) return;
  fprintf(stderr, "decode: %s: %s\n", what, qk_errorMessage());
  exit(1);
}

int main(int argumentCount, char **arguments) {
  const char *name = argumentCount > 1 ? arguments[1] : "matching";
  if (qk_abiVersion() / 1000 != QK_ABI_VERSION / 1000 || qk_abiVersion() < QK_ABI_VERSION) {
    fprintf(stderr, "decode: the library is of another version, %s\n", qk_version());
    return 1;
  }

  QKModel model;
  QKDecoder decoder;
  QKEngine engine;
  QKSampler sampler;
  QKCounts counts;
  check(qk_modelFromText(modelText, strlen(modelText), &model), "model");
  check(qk_compile(model, name, &decoder), "decoder");
  check(qk_makeEngine(decoder, &engine), "engine");
  check(qk_samplerOfModel(model, &sampler), "sampler");
  check(qk_counts(model, &counts), "counts");

  enum { shots = 100000 };
  size_t width = (size_t)(counts.detectors + 7) / 8;
  size_t observableWidth = (size_t)(counts.observables + 7) / 8;
  uint8_t *detections = (uint8_t *)malloc(shots * width);
  uint8_t *observables = (uint8_t *)malloc(shots * observableWidth);
  uint8_t *predictions = (uint8_t *)malloc(shots * observableWidth);
  if (!detections || !observables || !predictions) return 1;
  check(
      qk_sample(sampler, 1, shots, detections, shots * width, 0, observables, shots * observableWidth, 0, NULL, 0, 0),
      "sample");
  check(
      qk_decode(
          engine, shots, detections, shots * width, 0, predictions, shots * observableWidth, 0, NULL, 0),
      "decode");

  size_t failures = 0;
  for (size_t shot = 0; shot < shots; shot++)
    failures += memcmp(
        observables + shot * observableWidth, predictions + shot * observableWidth, observableWidth) != 0;
  printf("%zu of %d shots failed\n", failures, (int)shots);

  free(detections);
  free(observables);
  free(predictions);
  check(qk_release(sampler), "release");
  check(qk_release(engine), "release");
  check(qk_release(decoder), "release");
  check(qk_release(model), "release");
  return 0;
}
