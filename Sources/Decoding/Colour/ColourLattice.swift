// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// The two lattices of one colour.
struct ColourLattice: Sendable {
  /// Whether each detector has the colour.
  let isOwn: [Bool]
  /// The lattice of the two other colours.
  let restricted: CompiledCorrelatedMatching
  /// Detectors of the colour, and behind all detectors the edges of the restricted lattice.
  let lifted: CompiledCorrelatedMatching
  /// What each edge of the lifted lattice flips.
  let steps: [Symptom]

  /// The number of what each step flips: that of an error of the search model, or behind all of these if none flips it.
  let errors: [UInt32]

  init(
    _ model: ColourModel, _ colour: UInt8, passes: Int, numbers: inout [Symptom: UInt32]
  ) throws(DecodingError) {
    isOwn = model.colours.map { $0 == colour }
    let builder = try LatticeSplitting(model, isOwn)
    restricted = try Self.compile(
      builder.restrictedModel(), passes: passes)
    lifted = try Self.compile(builder.liftedModel(restricted.graph), passes: passes)
    let count = UInt32(model.detectorCount)
    let edges = restricted.graph.edges
    let steps = lifted.graph.edges.map { edge in
      var detectors: [UInt32] = []
      for end in [edge.first, edge.second] where end != none {
        if end < count {
          detectors.append(end)
        } else {
          let below = edges[Int(end - count)]
          detectors += [below.first, below.second].filter { $0 != none }
        }
      }
      return Symptom(detectors: detectors, observables: edge.observables)
    }
    for step in steps where numbers[step] == nil { numbers[step] = UInt32(numbers.count) }
    self.steps = steps
    errors = steps.map { numbers[$0] ?? none }
  }

  private static func compile(
    _ model: DetectorErrorModel, passes: Int
  ) throws(DecodingError) -> CompiledCorrelatedMatching {
    let graph = try MatchingGraph(model)
    let correlations = try Correlations(model, graph)
    return CompiledCorrelatedMatching(
      graph: graph, correlations: correlations, passes: correlations.joints.isEmpty ? 0 : passes)
  }
}
