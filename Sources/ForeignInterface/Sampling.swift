// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CQuantaCore
internal import CircuitModel
internal import StabilizerSimulation

/// Prepares the sampling of a model's errors.
@c @implementation
public func qk_samplerOfModel(
  _ model: QKModel, _ sampler: UnsafeMutablePointer<QKSampler>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let model = try Handles.model(model)
    unsafe try store(newItemIn: sampler, "sampler") { () throws(ForeignError) in
      do throws(CircuitError) {
        return .sampler(.model(try ErrorModelSampler(model)))
      } catch {
        throw ForeignError(error)
      }
    }
  }
}

/// Prepares the sampling of a noisy circuit.
@c @implementation
public func qk_samplerOfCircuit(
  _ circuit: QKCircuit, _ sampler: UnsafeMutablePointer<QKSampler>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let circuit = try Handles.circuit(circuit)
    unsafe try store(newItemIn: sampler, "sampler") { () throws(ForeignError) in
      do throws(CircuitError) {
        return .sampler(.circuit(try DetectionSampler(circuit)))
      } catch {
        throw ForeignError(error)
      }
    }
  }
}

/// Draws shots.
@c @implementation
public func qk_sample(
  _ sampler: QKSampler, _ seed: UInt64, _ shots: Int, _ detections: UnsafeMutablePointer<UInt8>?,
  _ detectionBytes: Int, _ detectionStride: Int, _ observables: UnsafeMutablePointer<UInt8>?,
  _ observableBytes: Int, _ observableStride: Int, _ errors: UnsafeMutablePointer<UInt8>?,
  _ errorBytes: Int, _ errorStride: Int
) -> QKStatus {
  answer { () throws(ForeignError) in
    let sampler = try Handles.sampler(sampler)
    let detectionLayout = try RowLayout(
      rows: shots, bits: sampler.detectorCount, byteCount: detectionBytes, stride: detectionStride,
      "detections")
    let observableLayout = try RowLayout(
      rows: shots, bits: sampler.observableCount, byteCount: observableBytes,
      stride: observableStride, "observables")
    var detectionRows = TargetRows(
      unsafe try output(detections, detectionBytes, "detections").mutableSpan, detectionLayout)
    var observableRows = TargetRows(
      unsafe try output(observables, observableBytes, "observables").mutableSpan, observableLayout)
    // Without rows to write no memory bounds the number of shots.
    let isEmpty = sampler.detectorCount == 0 && sampler.observableCount == 0
    switch sampler {
    case .circuit(let sampler):
      guard unsafe errors == nil else {
        throw ForeignError(
          .unsupported, "Only a sampler of a model tells errors; 'errors' must be NULL here.")
      }
      guard !isEmpty else { return }
      sampler.fill(shots: shots, seed: seed, &detectionRows, &observableRows)
    case .model(let sampler):
      guard unsafe errors != nil else {
        guard !isEmpty else { return }
        sampler.fill(shots: shots, seed: seed, &detectionRows, &observableRows)
        return
      }
      let errorLayout = try RowLayout(
        rows: shots, bits: sampler.mechanismCount, byteCount: errorBytes, stride: errorStride,
        "errors")
      guard !isEmpty || sampler.mechanismCount > 0 else { return }
      var errorRows = TargetRows(
        unsafe try output(errors, errorBytes, "errors").mutableSpan, errorLayout)
      sampler.fill(shots: shots, seed: seed, &detectionRows, &observableRows, &errorRows)
    }
  }
}
