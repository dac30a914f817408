// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// Matching for colour codes: three concatenated matchings, and a search where they disagree.
///
/// For each colour c, the first matching explains the defects of the other two colours by edges of the restricted lattice,
/// whose errors are those that flip the same detectors of these colours. Whether an edge is used then
/// becomes a defect of a second lattice, beside the defects of colour c; each error joins its detectors of colour c to its
/// edge there, so the second matching gives errors that explain everything. Source: Lee, Li and Bartlett,
/// arXiv:2404.07482 (2024).
///
/// Errors that flip both kinds of checks, and those that are no edge of a lattice, as circuits of syndrome extraction have,
/// are split into edges, and the matchings are correlated ones that use which edges belong together. Beyond the source,
/// the errors that all three colours find are kept and the others, with what is next to them, are searched for anew as
/// `SearchDecoder` does in one order: matching in two stages can miss the likeliest errors even where these are few. One
/// error that explains all is looked up. The lightest solution in the errors of the model wins. With a limit of 0 there
/// is no search, and the lightest of the three solutions is taken.
///
/// The colours come from a fourth coordinate of the detectors, 0 to 2 in one basis and 3 to 5 in the other, as the circuits
/// of our colour codes have it. Without it they are found from the errors, if these flip one detector of each
/// colour at most or are made of such: perfect checks, and wrong measurements besides. Where neither holds, or an error
/// cannot be split, the model is refused.
public struct ColourDecoder: Decoder {
  /// The most passes of each matching after the first.
  public var passes: Int
  /// The most sets of errors looked at in the search for what the colours disagree on; 0 for no search.
  public var limit: Int

  /// Makes the decoder.
  ///
  /// - Precondition: no parameter is negative.
  public init(passes: Int = 2, limit: Int = 10_000) {
    precondition(passes >= 0 && limit >= 0, "A decoder cannot do less than nothing.")
    self.passes = passes
    self.limit = limit
  }

  static let settings = [
    DecoderSetting(
      "passes", .integer(0...100), standard: "2",
      "the most passes of each matching after the first, with what errors of several edges tell"),
    DecoderSetting(
      "limit", .integer(0...100_000_000), standard: "10000",
      "the most sets of errors looked at in a search where the colours disagree; 0 for no search"),
  ]

  init(_ values: DecoderSettings) {
    self.init(passes: values.integer("passes"), limit: values.integer("limit"))
  }

  /// Finds the colours of a model and builds its six lattices.
  ///
  /// - Throws: `DecodingError` with code `.unsuitable` if the model is not that of a colour code, `.tooLarge` or
  ///   `.badProbability`.
  public func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder {
    try compileColour(model)
  }

  /// Finds the colours of a model and builds its six lattices; as `compile`, with the type known.
  public func compileColour(_ model: DetectorErrorModel) throws(DecodingError) -> CompiledColour {
    try CompiledColour(model, self)
  }
}

/// The lattices of a colour code, shared by workers.
public struct CompiledColour: CompiledDecoder {
  /// The number of detectors of the model.
  public let detectorCount: Int
  /// The number of observables of the model.
  public let observableCount: Int

  let lattices: [ColourLattice]
  let flippedDetectors: [UInt32]
  let flippedObservables: [UInt32]
  let constantWeight: Double
  let search: SearchModel
  /// The order in which a search takes up detectors.
  let ranks: [UInt32]
  let limits: SearchLimits
  /// How many symptoms the steps of the lattices and the errors of the model have, each counted once.
  let symptomCount: Int

  init(_ whole: DetectorErrorModel, _ decoder: ColourDecoder) throws(DecodingError) {
    let model = try ColourModel(whole)
    search = try SearchModel(whole)
    ranks = DetectorOrders.ranks(search, count: 1)[0]
    let standard = SearchDecoder()
    limits = SearchLimits(
      beam: standard.beam, nodes: decoder.limit, stretch: standard.stretch)
    var numbers: [Symptom: UInt32] = [:]
    for (index, symptom) in search.symptoms.enumerated() { numbers[symptom] = UInt32(index) }
    detectorCount = model.detectorCount
    observableCount = model.observableCount
    flippedDetectors = model.flippedDetectors.sorted()
    flippedObservables = model.flippedObservables.sorted()
    constantWeight = model.constantWeight
    var lattices: [ColourLattice] = []
    for colour in 0..<UInt8(3) {
      lattices.append(try ColourLattice(model, colour, passes: decoder.passes, numbers: &numbers))
    }
    self.lattices = lattices
    symptomCount = numbers.count
  }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeColourEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeColourEngine() -> ColourEngine { ColourEngine(self) }
}
