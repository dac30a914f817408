// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Matching for colour codes: three concatenated matchings, of which the lightest solution wins.
///
/// For each colour c, the first matching explains the defects of the other two colours by edges of the restricted lattice,
/// whose errors are those that flip the same detectors of these colours. Whether an edge is used then
/// becomes a defect of a second lattice, beside the defects of colour c; each error joins its detector of colour c to its
/// edge there, so the second matching gives errors that explain everything. Source: Lee, Li and Bartlett,
/// arXiv:2404.07482 (2024).
///
/// Colours come from a fourth coordinate of the detectors, 0 to 5, or else from the errors. Takes models in which
/// errors flip one detector of each colour at most (perfect checks, and wrong measurements besides); the circuits of
/// syndrome extraction have others, and `search` decodes them.
public struct ColourDecoder: Decoder {
  /// Makes the decoder.
  public init() {}

  /// Finds the colours of a model and builds its six lattices.
  ///
  /// - Throws: `DecodingError` with code `.unsuitable` if the model is not that of a colour code, `.tooLarge` or
  ///   `.badProbability`.
  public func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder {
    try compileColour(model)
  }

  /// Finds the colours of a model and builds its six lattices; as `compile`, with the type known.
  public func compileColour(_ model: DetectorErrorModel) throws(DecodingError) -> CompiledColour {
    try CompiledColour(try ColourModel(model))
  }
}

/// The lattices of a colour code, shared by workers.
public struct CompiledColour: CompiledDecoder {
  /// The number of detectors of the model.
  public let detectorCount: Int
  /// The number of observables of the model.
  public let observableCount: Int

  let lattices: [ColourLattice]
  let flippedDetectors: Set<UInt32>
  let flippedObservables: Set<UInt32>
  let constantWeight: Double

  init(_ model: ColourModel) throws(DecodingError) {
    detectorCount = model.detectorCount
    observableCount = model.observableCount
    flippedDetectors = model.flippedDetectors
    flippedObservables = model.flippedObservables
    constantWeight = model.constantWeight
    var lattices: [ColourLattice] = []
    for colour in 0..<UInt8(3) { lattices.append(try ColourLattice(model, colour)) }
    self.lattices = lattices
  }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeColourEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeColourEngine() -> ColourEngine { ColourEngine(self) }
}

/// The two lattices of one colour.
struct ColourLattice: Sendable {
  /// Whether each detector has the colour.
  let isOwn: [Bool]
  /// The edges of the restricted lattice, by their detectors.
  let edges: [[UInt32]: UInt32]
  let restricted: CompiledMatching
  /// Detectors of the colour, and behind all detectors the edges of the restricted lattice.
  let lifted: CompiledMatching
  /// For the detectors and observables of a step of the lifted lattice, the error.
  let errors: [Symptom: Symptom]

  init(_ model: ColourModel, _ colour: UInt8) throws(DecodingError) {
    let own = model.colours.map { $0 == colour }
    var edges: [[UInt32]: UInt32] = [:]
    var restrictedText = ""
    var liftedText = ""
    var lightest: [Symptom: (error: Symptom, weight: Double)] = [:]
    for (symptom, weight) in model.errors {
      let p = 1 / (1 + exp(weight))
      let others = symptom.detectors.filter { !own[Int($0)] }
      var ends = symptom.detectors.filter { own[Int($0)] }
      if !others.isEmpty {
        let edge = edges[others] ?? UInt32(edges.count)
        edges[others] = edge
        ends.append(UInt32(model.detectorCount) + edge)
        restrictedText += "error(\(p))" + others.map { " D\($0)" }.joined() + "\n"
      }
      liftedText += "error(\(p))" + ends.map { " D\($0)" }.joined()
      liftedText += symptom.observables.map { " L\($0)" }.joined() + "\n"
      let step = Symptom(detectors: ends, observables: symptom.observables)
      if weight < lightest[step]?.weight ?? .infinity { lightest[step] = (symptom, weight) }
    }
    isOwn = own
    self.edges = edges
    errors = lightest.mapValues(\.error)
    restricted = try Self.compile(
      restrictedText, detectors: model.detectorCount, observables: 0)
    lifted = try Self.compile(
      liftedText, detectors: model.detectorCount + edges.count,
      observables: model.observableCount)
  }

  private static func compile(
    _ text: String, detectors: Int, observables: Int
  ) throws(DecodingError) -> CompiledMatching {
    var text = text
    if detectors > 0 { text += "detector D\(detectors - 1)\n" }
    if observables > 0 { text += "logical_observable L\(observables - 1)\n" }
    let model: DetectorErrorModel
    do {
      model = try DetectorErrorModel(parsing: text)
    } catch {
      throw DecodingError(.tooLarge, "The lattices of the colours are too large: \(error)")
    }
    return try MatchingDecoder().compileMatching(model)
  }
}
