// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// What the probabilities that hold for one shot alone change of a matching graph: the working memory of one engine.
///
/// `load` a shot, decode with what is listed here, then load the next; nothing is allocated once warm. The cost
/// follows the mechanisms that the shot names, not the size of the model.
struct PriorChanges: ~Copyable {
  /// An edge as it is in this shot.
  struct Edge: Sendable {
    var edge: UInt32
    /// The weight in nats, ≥ 0; infinite if the edge is impossible.
    var weight: Double
    /// The lightest strand, by which the edge's observables are known.
    var strand: UInt32
  }

  let priors: EdgePriors
  /// The edges whose probability may differ from the model's.
  private(set) var edges: [Edge] = []
  /// Detectors whose built-in flip (of errors with p > ½) is not the model's; each listed once.
  private(set) var detectors: [UInt32] = []
  /// Observables whose built-in flip is not the model's; each listed once.
  private(set) var observables: [UInt32] = []
  /// What to add to the graph's constant weight, in nats.
  private(set) var constantWeight = 0.0

  /// The probabilities in force.
  private var probabilities: PackedBuffer<Double>
  private var strandProbabilities: PackedBuffer<Double>
  private var isMechanismNamed: PackedBuffer<Bool>
  private var isStrandTouched: PackedBuffer<Bool>
  private var isEdgeTouched: PackedBuffer<Bool>
  private var mechanisms: [UInt32] = []
  private var strands: [UInt32] = []

  init(_ priors: EdgePriors) {
    self.priors = priors
    probabilities = PackedBuffer(priors.probabilities)
    strandProbabilities = PackedBuffer(priors.strands.map(\.probability))
    isMechanismNamed = PackedBuffer(repeating: false, count: priors.probabilities.count)
    isStrandTouched = PackedBuffer(repeating: false, count: priors.strands.count)
    isEdgeTouched = PackedBuffer(repeating: false, count: priors.edges.count)
  }

  /// Puts the probabilities of a shot in place of those of the shot before.
  ///
  /// - Throws: `DecodingError` with code `.shape` for a mechanism that the model does not have or that the shot
  ///   names twice, `.badProbability` for a probability outside 0...1, `.notGraphlike` for a mechanism that flips more
  ///   than two detectors. After an error the changes are those of no priors at all.
  mutating func load(_ shots: ShotPriors, shot: Int) throws(DecodingError) {
    unload()
    for entry in shots.offsets[shot]..<shots.offsets[shot + 1] {
      do throws(DecodingError) {
        try name(shots.mechanisms[entry], shots.probabilities[entry], shot)
      } catch {
        unload()
        throw error
      }
    }
    for strand in strands { recompute(strand) }
    for index in edges.indices {
      let (weight, strand) = lightest(of: edges[index].edge)
      edges[index].weight = weight
      edges[index].strand = strand
    }
  }

  /// Sets a mechanism's probability and lists the strands and edges that depend on it.
  private mutating func name(
    _ mechanism: UInt32, _ probability: Double, _ shot: Int
  ) throws(DecodingError) {
    guard Int(mechanism) < probabilities.count else {
      throw DecodingError(
        .shape,
        "The priors of shot \(shot) name error \(mechanism), but the model has "
          + "\(probabilities.count) errors.")
    }
    guard probability >= 0, probability <= 1 else {
      throw DecodingError(
        .badProbability,
        "The priors of shot \(shot) give error \(mechanism) the probability \(probability), "
          + "not in 0...1.")
    }
    guard !isMechanismNamed[mechanism] else {
      throw DecodingError(.shape, "The priors of shot \(shot) name error \(mechanism) twice.")
    }
    let touched = priors.strands(ofMechanism: mechanism)
    guard !touched.isEmpty || probability == 0 || !priors.hyperedges.contains(mechanism) else {
      throw DecodingError(
        .notGraphlike,
        "The priors of shot \(shot) make error \(mechanism) possible, which flips more than two "
          + "detectors.")
    }
    isMechanismNamed[mechanism] = true
    mechanisms.append(mechanism)
    probabilities[mechanism] = probability
    for strand in touched where !isStrandTouched[strand] {
      isStrandTouched[strand] = true
      strands.append(strand)
      let edge = priors.strands[Int(strand)].edge
      if edge != none, !isEdgeTouched[edge] {
        isEdgeTouched[edge] = true
        edges.append(Edge(edge: edge, weight: 0, strand: strand))
      }
    }
  }

  /// Recomputes a strand's probability from its members, and what it flips beforehand.
  private mutating func recompute(_ strand: UInt32) {
    var p = 0.0
    for member in priors.members(ofStrand: strand) {
      let q = probabilities[member]
      p = p * (1 - q) + q * (1 - p)
    }
    strandProbabilities[strand] = p
    let before = priors.strands[Int(strand)].probability
    if before > 0.5, before < 1 { constantWeight += EdgePriors.weight(before) }
    if p > 0.5, p < 1 { constantWeight -= EdgePriors.weight(p) }
    guard (before > 0.5) != (p > 0.5) else { return }
    let symptom = priors.strands[Int(strand)].symptom
    for detector in symptom.detectors { PriorChanges.toggle(detector, in: &detectors) }
    for observable in symptom.observables { PriorChanges.toggle(observable, in: &observables) }
  }

  private static func toggle(_ value: UInt32, in list: inout [UInt32]) {
    if let place = list.firstIndex(of: value) {
      list.swapAt(place, list.count - 1)
      list.removeLast()
    } else {
      list.append(value)
    }
  }

  private func lightest(of edge: UInt32) -> (weight: Double, strand: UInt32) {
    let strands = priors.strands(ofEdge: edge)
    var best = (weight: Double.infinity, strand: strands[strands.startIndex])
    for strand in strands {
      let weight = EdgePriors.weight(strandProbabilities[strand])
      if weight < best.weight { best = (weight, strand) }
    }
    return best
  }

  /// Returns to the probabilities of the model.
  mutating func unload() {
    for mechanism in mechanisms {
      probabilities[mechanism] = priors.probabilities[Int(mechanism)]
      isMechanismNamed[mechanism] = false
    }
    for strand in strands {
      strandProbabilities[strand] = priors.strands[Int(strand)].probability
      isStrandTouched[strand] = false
    }
    for edge in edges { isEdgeTouched[edge.edge] = false }
    mechanisms.removeAll(keepingCapacity: true)
    strands.removeAll(keepingCapacity: true)
    edges.removeAll(keepingCapacity: true)
    detectors.removeAll(keepingCapacity: true)
    observables.removeAll(keepingCapacity: true)
    constantWeight = 0
  }
}

/// Checks that priors fit a batch.
///
/// - Throws: `DecodingError` with code `.shape`.
func checkShapes(_ priors: ShotPriors, _ batch: SyndromeBatch) throws(DecodingError) {
  guard priors.shotCount == batch.shotCount else {
    throw DecodingError(
      .shape, "There are priors of \(priors.shotCount) shots for \(batch.shotCount) shots.")
  }
  guard priors.offsets.first == 0, priors.offsets.last == priors.mechanisms.count,
    priors.mechanisms.count == priors.probabilities.count,
    zip(priors.offsets, priors.offsets.dropFirst()).allSatisfy({ $0 <= $1 })
  else {
    throw DecodingError(.shape, "The lists of the priors do not fit together.")
  }
}
