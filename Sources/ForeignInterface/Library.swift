// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CQuantaCore
internal import CircuitModel
internal import Decoding

// The header `quantacore.h` states what each function does; the compiler holds every definition against its
// declaration there.

/// The version of the interface.
@c @implementation
public func qk_abiVersion() -> UInt32 { UInt32(QK_ABI_VERSION) }

/// Gives a handle back.
@c @implementation
public func qk_release(_ handle: UInt64) -> QKStatus {
  answer { () throws(ForeignError) in try Handles.remove(handle) }
}

/// The counts of what a handle stands for.
@c @implementation
public func qk_counts(_ handle: UInt64, _ counts: UnsafeMutablePointer<QKCounts>?) -> QKStatus {
  answer { () throws(ForeignError) in
    var result = QKCounts()
    switch try Handles.item(handle) {
    case .circuit(let circuit):
      let counts = circuit.counts
      result.detectors = counts.detectors
      result.observables = UInt64(counts.observables)
    case .model(let model):
      let counts = model.counts
      result.detectors = counts.detectors
      result.observables = UInt64(counts.observables)
      result.errors = counts.mechanisms
    case .decoder(let decoder):
      result.detectors = UInt64(decoder.compiled.detectorCount)
      result.observables = UInt64(decoder.compiled.observableCount)
    case .engine(let engine):
      result.detectors = UInt64(engine.detectorCount)
      result.observables = UInt64(engine.observableCount)
    case .sampler(let sampler):
      result.detectors = UInt64(sampler.detectorCount)
      result.observables = UInt64(sampler.observableCount)
      result.errors = UInt64(sampler.errorCount ?? 0)
    case .explanation:
      throw ForeignError(
        .badHandle, "The handle \(handle) stands for an explanation; ask qk_explanationSizes.")
    }
    unsafe try store(result, in: counts, "counts")
  }
}
