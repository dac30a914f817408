// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives
import Decoding

/// An error model and a decoder whose failures are rare.
public struct RareEventProblem: Sendable {
  /// What messages call the problem.
  public let name: String
  /// Whether the model describes its circuit exactly, or takes disjoint errors as independent ones.
  public let isExact: Bool
  let space: ErrorSpace
  let decoder: any CompiledDecoder

  /// Analyzes the circuit of a task and compiles its decoder.
  ///
  /// - Throws: `SamplingError` with code `.collection` if the task cannot be prepared, `.task` for the decoder.
  public init(_ task: CollectionTask) throws(SamplingError) {
    let (model, isExact) = try task.analyzed()
    try self.init(model: model, name: task.name, isExact: isExact) { model throws(DecodingError) in
      try task.compiledDecoder(for: model)
    }
  }

  /// Compiles a decoder for a model.
  ///
  /// - Parameters:
  ///   - model: Errors with at most 64 observables.
  ///   - decoder: The specification of a decoder, as `Decoders.named` takes it.
  ///   - name: What messages call the problem.
  /// - Throws: `SamplingError` if the model or the decoder does not allow it.
  public init(
    model: DetectorErrorModel, decoder: String, name: String
  ) throws(SamplingError) {
    try self.init(model: model, name: name, isExact: true) { model throws(DecodingError) in
      try Decoders.named(decoder).decoder.compile(model)
    }
  }

  private init(
    model: DetectorErrorModel, name: String, isExact: Bool,
    compile: (DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder
  ) throws(SamplingError) {
    self.name = name
    self.isExact = isExact
    do throws(SamplingError) {
      space = try ErrorSpace(model)
    } catch {
      throw SamplingError(error.code, "\(name): \(error.message)")
    }
    do throws(DecodingError) {
      decoder = try compile(model)
    } catch {
      throw SamplingError(.collection, "\(name): \(error.message)")
    }
  }

  init(space: ErrorSpace, decoder: any CompiledDecoder, name: String) {
    self.space = space
    self.decoder = decoder
    self.name = name
    isExact = true
  }
}
