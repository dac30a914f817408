// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Decoding
import StabilizerSimulation

extension CollectionTask {
  /// Analyzes the circuit, compiles the decoder and chooses how to draw shots.
  func prepared() throws(SamplingError) -> PreparedTask {
    let isInformed = !usedInformation.isEmpty
    let (model, source) = try isInformed ? informedModelAndSource() : modelAndSource()
    let identity = TaskStatistics(
      strongID: strongID(model: model), decoder: decoderTitle, metadata: metadata)
    let compiled: any CompiledDecoder
    do throws(DecodingError) {
      compiled = try compiledDecoder(for: model)
    } catch {
      throw fault(error.message)
    }
    if isInformed, !(compiled.makeEngine() is any ReweightingEngine) {
      throw fault(
        "the decoder \(decoder) cannot take side information shot by shot; withhold the heralds and readings, "
          + "or decode with one of \(Decoders.reweighting.joined(separator: ", ")).")
    }
    return PreparedTask(identity: identity, source: source, decoder: compiled, name: name)
  }

  /// Whether the decoder, in its stages if it has any, takes the circuit's model and its side information.
  ///
  /// - Throws: `SamplingError` if there is no such decoder or the circuit cannot be analyzed.
  public func isDecodable() throws(SamplingError) -> Bool {
    let isInformed = !usedInformation.isEmpty
    let model = try isInformed ? informedModelAndSource().0 : analyzed().model
    do throws(DecodingError) {
      let engine = try compiledDecoder(for: model).makeEngine()
      return !isInformed || engine is any ReweightingEngine
    } catch {
      if [.notGraphlike, .unsuitable, .tooLarge].contains(error.code) { return false }
      throw fault(error.message)
    }
  }

  /// The decoder, compiled for the model, or for each of its stages.
  func compiledDecoder(
    for model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    let base = try Decoders.named(decoder).decoder
    return try stages.isEmpty
      ? base.compile(model) : StagedDecoder(base, stages: stages).compile(model)
  }

  /// Analyzes the circuit and chooses how to draw shots.
  ///
  /// Shots are drawn from a model only if it describes the circuit exactly.
  func modelAndSource() throws(SamplingError) -> (DetectorErrorModel, any ShotSource) {
    let (model, isExact) = try analyzed()
    try check(model.mechanismCount, "mechanisms")
    return (model, try source(isExact ? model : nil))
  }

  /// Analyzes a circuit whose shots bring side information, and chooses how to draw them.
  private func informedModelAndSource() throws(SamplingError) -> (
    DetectorErrorModel, any ShotSource
  ) {
    try check(circuit.detectorCount, "detectors")
    let information = try sideInformation()
    try check(information.model.mechanismCount, "mechanisms")
    var rest = self
    rest.circuit = information.background
    rest.usesInformation = []
    let background = try rest.modelAndSource().1
    do throws(SamplingError) {
      return (information.model, try InformedSource(information, background: background))
    } catch {
      throw fault(error.message)
    }
  }

  private func sideInformation() throws(SamplingError) -> SideInformation {
    var options = AnalysisOptions(decomposeErrors: true)
    if let exact = try? SideInformation(of: circuit, usedInformation, options: options) {
      return exact
    }
    options.approximateDisjointErrors = 1
    if let decomposed = try? SideInformation(of: circuit, usedInformation, options: options) {
      return decomposed
    }
    options.decomposeErrors = false
    do throws(CircuitError) {
      return try SideInformation(of: circuit, usedInformation, options: options)
    } catch {
      throw fault(of: error)
    }
  }

  /// Analyzes the circuit.
  ///
  /// - Returns: The decoder's model, decomposed, or whole where no decomposition exists or stages take it apart, with
  ///   disjoint errors taken as independent ones; and whether it describes the circuit exactly.
  func analyzed() throws(SamplingError) -> (model: DetectorErrorModel, isExact: Bool) {
    try check(circuit.detectorCount, "detectors")
    var options = AnalysisOptions(decomposeErrors: stages.isEmpty, foldLoops: true)
    if let exact = try? circuit.detectorErrorModel(options) { return (exact, true) }
    options.approximateDisjointErrors = 1
    do throws(CircuitError) {
      let model: DetectorErrorModel
      if let decomposed = try? circuit.detectorErrorModel(options) {
        model = decomposed
      } else {
        options.decomposeErrors = false
        model = try circuit.detectorErrorModel(options)
      }
      options.approximateDisjointErrors = 0
      return (model, (try? circuit.detectorErrorModel(options)) != nil)
    } catch {
      throw fault(of: error)
    }
  }

  private func source(_ model: DetectorErrorModel?) throws(SamplingError) -> any ShotSource {
    do throws(CircuitError) {
      if let model { return ErrorModelSource(sampler: try ErrorModelSampler(model)) }
      return FrameSource(sampler: try DetectionSampler(circuit))
    } catch {
      throw fault(of: error)
    }
  }

  private func check(_ count: UInt64, _ what: String) throws(SamplingError) {
    guard count <= PreparedTask.largestModel else {
      throw fault(
        "A shot has \(count) \(what); at most \(PreparedTask.largestModel) can be collected. "
          + "Take fewer rounds.")
    }
  }

  /// A fault of the circuit, which is that of its file if it has one.
  func fault(of circuit: CircuitError) -> SamplingError {
    var error = fault(circuit.message)
    if let path {
      error.message = circuit.message
      error.path = path
    }
    error.cause = circuit
    return error
  }

  private func fault(_ message: String) -> SamplingError {
    SamplingError(.collection, "\(name): \(message)")
  }
}
