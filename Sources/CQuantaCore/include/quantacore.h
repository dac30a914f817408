/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

/* QuantaCore for C, and for every language that can call C: circuits, error models, decoders and samplers.

   Rules that hold for every function:

   - It returns a QKStatus. QK_OK is 0; after any other value qk_errorMessage() says, for this thread, what was wrong
     and what to do, and nothing has been written to the results unless the function says so.
   - A handle is a number, not a pointer. A handle that was never given, was released, or is of another kind is
     refused with QK_BAD_HANDLE; 0 is never a handle.
   - Memory that results go to belongs to the caller, who states its size. A size that does not suffice is refused with
     QK_SHORT_BUFFER. A pointer may be NULL only where its size is 0 or where the function says so. Arrays of numbers must be
     aligned as C aligns them. Results must not overlap with anything else.
   - Text given as (text, length) is UTF-8 and needs no final NUL. Text asked for as (buffer, capacity, length) comes with
     a final NUL; *length receives its length without it, also when the buffer is too small, so a first
     call with (NULL, 0, &length) asks how much is needed. `length` may be NULL.
   - Rows of bits ("packed rows") hold one shot each, 8 bits a byte, lowest bit first: the b8 format. A row of n bits
     uses ceil(n / 8) bytes and begins `stride` bytes after the last; stride 0 stands for ceil(n / 8). Bits after
     the n-th in the last byte used must be 0 in inputs, and are 0 in results. Bytes between rows are left alone.

   Threads: every function may be called from any thread at any time. Circuits, models, decoders and samplers are
   immutable and shared freely. An engine is the working memory of one thread: calls on the same engine wait for
   each other, so make one for each thread. */

#ifndef QUANTACORE_H
#define QUANTACORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. A library serves a program whose major number it shares and whose minor number is not
   above its own: major * 1000 + minor. */
#define QK_ABI_VERSION 1000

/* What a function answers. */
typedef int32_t QKStatus;
enum {
  QK_OK = 0,
  QK_BAD_ARGUMENT = 1,    /* NULL where something is needed, a size or an index out of range, unsorted lists */
  QK_BAD_HANDLE = 2,      /* no such handle, or one of another kind */
  QK_SHORT_BUFFER = 3,    /* the memory for a result, or the input, is smaller than the shapes need */
  QK_BAD_INPUT = 4,       /* a circuit or a model that cannot be read or analyzed; the message gives line:column */
  QK_UNKNOWN_DECODER = 5, /* no decoder bears the name, or it has no such setting or value */
  QK_UNSUITABLE_MODEL = 6,/* the decoder cannot decode this model */
  QK_UNEXPLAINABLE = 7,   /* no set of errors of the model explains a shot */
  QK_UNSUPPORTED = 8,     /* the decoder has not the ability: see qk_engineAbilities */
  QK_FILE_ERROR = 9       /* a file cannot be read */
};

/* Handles. */
typedef uint64_t QKCircuit;     /* a circuit */
typedef uint64_t QKModel;       /* a detector error model */
typedef uint64_t QKDecoder;     /* a decoder compiled for a model */
typedef uint64_t QKEngine;      /* the working memory of one thread that decodes */
typedef uint64_t QKExplanation; /* what a decoder holds to have happened in a shot */
typedef uint64_t QKSampler;     /* a prepared source of shots */

/* ---- Library ---- */

/* The interface's version of the library at hand: compare with QK_ABI_VERSION. */
uint32_t qk_abiVersion(void);

/* The program's version, as text that lives for ever. */
const char *qk_version(void);

/* What was wrong in the last call of this thread that did not return QK_OK; "" if there was none. The text stays until this
   thread's next such call. */
const char *qk_errorMessage(void);

/* Gives a handle of any kind back. What was made from it stays usable. */
QKStatus qk_release(uint64_t handle);

/* ---- Circuits and models ---- */

/* Reads a circuit from .stim text, or from a file of it (path ends with NUL). */
QKStatus qk_circuitFromText(const char *text, size_t length, QKCircuit *circuit);
QKStatus qk_circuitFromFile(const char *path, QKCircuit *circuit);

/* Reads a detector error model from .dem text, or from a file of it (path ends with NUL). */
QKStatus qk_modelFromText(const char *text, size_t length, QKModel *model);
QKStatus qk_modelFromFile(const char *path, QKModel *model);

/* What the analysis of a circuit may do; added together. */
enum {
  QK_DECOMPOSE_ERRORS = 1,              /* write errors of more than two detectors as products of such with at most two */
  QK_FOLD_LOOPS = 2,                    /* keep repetition */
  QK_ALLOW_GAUGE_DETECTORS = 4,         /* accept detectors without a definite value */
  QK_IGNORE_DECOMPOSITION_FAILURES = 8, /* keep errors whole that do not decompose */
  QK_BLOCK_REMNANT_EDGES = 16           /* decompose into symptoms only that an error has by itself */
};

/* Analyzes a circuit: its errors, each with the detectors and observables that it flips. `approximateDisjointErrors` is
   the largest probability of a case of a channel that may be treated as independent of the others; 0 allows none. */
QKStatus qk_modelFromCircuit(QKCircuit circuit, uint32_t options, double approximateDisjointErrors, QKModel *model);

/* The model as .dem text. */
QKStatus qk_modelText(QKModel model, char *buffer, size_t capacity, size_t *length);

/* How many there are of what. For a circuit `errors` is 0. */
typedef struct {
  uint64_t detectors;
  uint64_t observables;
  uint64_t errors;
} QKCounts;

/* The counts of a circuit, a model, a decoder (`errors` 0), an engine (`errors` 0) or a sampler. */
QKStatus qk_counts(uint64_t handle, QKCounts *counts);

/* ---- Decoders ---- */

/* The decoders there are, by index from 0: how many, their names, and what they are and how they are set. The help is a
   line of text for the decoder and one for each setting: name, standard value, range, meaning, with tabs between. */
size_t qk_decoderCount(void);
QKStatus qk_decoderName(size_t index, char *buffer, size_t capacity, size_t *length);
QKStatus qk_decoderHelp(size_t index, char *buffer, size_t capacity, size_t *length);

/* Prepares a decoder for a model. The specification is a name, followed by settings in parentheses if any differ from
   their standard values: "matching", "name(setting=value,setting=value)"; it ends with NUL. */
QKStatus qk_compile(QKModel model, const char *specification, QKDecoder *decoder);

/* The full specification of a compiled decoder, with the value of every setting. */
QKStatus qk_decoderSpecification(QKDecoder decoder, char *buffer, size_t capacity, size_t *length);

/* Makes the working memory for one thread. */
QKStatus qk_makeEngine(QKDecoder decoder, QKEngine *engine);

/* What an engine can do beside predicting observables; added together. */
enum {
  QK_WEIGHS = 1,    /* weights: qk_decode with `values` */
  QK_EXPLAINS = 2,  /* qk_explain */
  QK_REWEIGHTS = 4, /* qk_decodeWithPriors */
  QK_GAPS = 8,      /* qk_decodeWithGaps */
  QK_FLAGS = 16     /* qk_decodeWithDoubts */
};
QKStatus qk_engineAbilities(QKEngine engine, uint32_t *abilities);

/* ---- Decoding ---- */

/* Predicts which observables flipped.

   detections   packed rows of detection events, `shots` rows of `detectors` bits
   predictions  receives packed rows of `observables` bits
   weights      receives, if weightCount is `shots`, -ln of each solution's probability relative to that of no error, in
                nats (QK_WEIGHS); no weights if weightCount is 0

   Stops at the first shot that cannot be explained; the predictions are then undefined. */
QKStatus qk_decode(
    QKEngine engine, size_t shots, const uint8_t *detections, size_t detectionBytes, size_t detectionStride,
    uint8_t *predictions, size_t predictionBytes, size_t predictionStride, double *weights, size_t weightCount);

/* The same for shots as lists of the detectors that fired: those of shot s are defects[offsets[s]] up to, without,
   defects[offsets[s + 1]], ascending, none twice. offsetCount is shots + 1. */
QKStatus qk_decodeLists(
    QKEngine engine, size_t shots, const uint64_t *offsets, size_t offsetCount, const uint32_t *defects,
    size_t defectCount, uint8_t *predictions, size_t predictionBytes, size_t predictionStride, double *weights,
    size_t weightCount);

/* Predicts with probabilities of errors that hold for one shot alone: heralded erasures, analog readings (QK_REWEIGHTS).
   Those of shot s are entries priorOffsets[s] up to, without, priorOffsets[s + 1]: error number errors[i], counted in the
   model's order with repetition unrolled and none twice in a shot, has probability probabilities[i] in 0...1. */
QKStatus qk_decodeWithPriors(
    QKEngine engine, size_t shots, const uint8_t *detections, size_t detectionBytes, size_t detectionStride,
    const uint64_t *priorOffsets, size_t priorOffsetCount, const uint32_t *errors, const double *probabilities,
    size_t priorCount, uint8_t *predictions, size_t predictionBytes, size_t predictionStride);

/* Predicts, and receives for each shot how much less likely the best answer with other observables is, in nats
   (QK_GAPS); gapCount is shots. */
QKStatus qk_decodeWithGaps(
    QKEngine engine, size_t shots, const uint8_t *detections, size_t detectionBytes, size_t detectionStride,
    uint8_t *predictions, size_t predictionBytes, size_t predictionStride, double *gaps, size_t gapCount);

/* Predicts, and receives for each shot 1 where the decoder's limits ended it early, else 0 (QK_FLAGS); doubtCount is shots. */
QKStatus qk_decodeWithDoubts(
    QKEngine engine, size_t shots, const uint8_t *detections, size_t detectionBytes, size_t detectionStride,
    uint8_t *predictions, size_t predictionBytes, size_t predictionStride, uint8_t *doubts, size_t doubtCount);

/* ---- Explaining a shot ---- */

/* What an explanation holds: how many of what, and its weight in nats. */
typedef struct {
  uint64_t pairs;            /* matched pairs of detectors, 0 for decoders that do not match */
  uint64_t errors;           /* errors held to have happened */
  uint64_t errorDetectors;   /* the sum of the numbers of detectors that these flip */
  uint64_t errorObservables; /* the sum of the numbers of observables that these flip */
  uint64_t observables;      /* observables that flipped */
  double weight;
} QKExplanationSizes;

/* Finds the errors of one shot, given the detectors that fired, ascending, none twice (QK_EXPLAINS). */
QKStatus qk_explain(QKEngine engine, const uint32_t *defects, size_t defectCount, QKExplanation *explanation);
QKStatus qk_explanationSizes(QKExplanation explanation, QKExplanationSizes *sizes);

/* The matched pairs, two numbers each; -1 stands for the boundary. numberCount is at least 2 * pairs. */
QKStatus qk_explanationPairs(QKExplanation explanation, int64_t *numbers, size_t numberCount);

/* The errors: error i flips detectors[detectorOffsets[i]] up to, without, detectors[detectorOffsets[i + 1]], and observables
   likewise. offsetCount is at least errors + 1, for each of the two. */
QKStatus qk_explanationErrors(
    QKExplanation explanation, uint64_t *detectorOffsets, uint64_t *observableOffsets, size_t offsetCount,
    uint32_t *detectors, size_t detectorCount, uint32_t *observables, size_t observableCount);

/* The observables that flipped, ascending. */
QKStatus qk_explanationObservables(QKExplanation explanation, uint32_t *observables, size_t observableCount);

/* ---- Sampling ---- */

/* Prepares the sampling of a model's errors, or of a noisy circuit. */
QKStatus qk_samplerOfModel(QKModel model, QKSampler *sampler);
QKStatus qk_samplerOfCircuit(QKCircuit circuit, QKSampler *sampler);

/* Draws shots: packed rows of detection events and of observable flips. The same seed and number of shots give the same
   shots, those of the command line. `errors` receives packed rows of the errors that happened, for samplers of a model; give NULL
   with size 0 where they are not wanted. */
QKStatus qk_sample(
    QKSampler sampler, uint64_t seed, size_t shots, uint8_t *detections, size_t detectionBytes, size_t detectionStride,
    uint8_t *observables, size_t observableBytes, size_t observableStride, uint8_t *errors, size_t errorBytes,
    size_t errorStride);

#ifdef __cplusplus
}
#endif

#endif
