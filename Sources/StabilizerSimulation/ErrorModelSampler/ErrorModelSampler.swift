// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Draws shots from a detector error model at a cost that follows the errors that happen.
///
/// Mechanisms with enough others of the same probability are drawn together, with a geometric gap from event to event
/// (`MechanismGroups`); the rest lies on a line along which Poisson events are walked (`MechanismLine`). Either way
/// there is one exponential variate an event, whatever the number of mechanisms that stay silent.
/// A mechanism of p > ½ is taken as one that always fires, undone by another of probability 1 − p.
///
/// The same stream gives the same shots for each of the forms of output.
public struct ErrorModelSampler: Sendable {
  /// A good number of shots for a batch with a random stream of its own.
  public static let blockSize = 1024

  /// The number of detectors of the model.
  public var detectorCount: Int { tables.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { tables.observableCount }
  /// The number of mechanisms of the model, with repeated blocks unrolled.
  public var mechanismCount: Int { tables.mechanismCount }

  let tables: SamplerTables

  /// Prepares a model.
  ///
  /// - Throws: `CircuitError` if the model has too many detectors or mechanisms to be held unrolled, or a
  ///   probability outside 0...1.
  /// - Complexity: O(n log n) for n mechanisms.
  public init(_ model: consuming DetectorErrorModel) throws(CircuitError) {
    tables = try SamplerTables(model)
  }
}

/// The mechanisms in the order of the walks, shared by all workers.
final class SamplerTables: Sendable {
  let detectorCount: Int
  let observableCount: Int
  let mechanismCount: Int
  /// The mechanisms that are drawn with others like them.
  let groups: MechanismGroups
  /// All others.
  let line: MechanismLine
  /// The words that a bit for each detector takes: ⌈detectorCount / 64⌉.
  let wordsPerShot: Int
  /// The number of shots of one walk: a power of two, at most `blockSize`.
  let walkSize: Int
  /// The average number of mechanisms that fire in a shot, those taken as always firing apart.
  let meanFired: Double
  /// Whether so few of many detectors fire that a shot is better drawn as `DefectKeys` than as bits.
  let drawsKeys: Bool
  /// The net symptom of the mechanisms that are taken as always firing.
  let constant: Symptom
  /// The numbers of these mechanisms, ascending, in the model's order.
  let constantMechanisms: [UInt32]
  /// What each mechanism flips, in the model's order, for replay.
  let replaySymptoms: SymptomList
  let exponential = ExponentialTable()

  init(_ model: consuming DetectorErrorModel) throws(CircuitError) {
    let counts = model.counts
    guard counts.detectors <= UInt64(Int32.max),
      counts.mechanisms <= DetectorErrorModel.largestMechanismCount
    else {
      throw CircuitError(
        .limit, "The model has over 2^31 detectors or 2^28 mechanisms, too many to sample.")
    }
    detectorCount = Int(counts.detectors)
    observableCount = counts.observables
    // The model is no longer needed then, and makes room for the tables.
    var (probabilities, netSymptoms) = try Self.gather(
      consume model, count: Int(counts.mechanisms))
    mechanismCount = netSymptoms.count
    var always: [UInt32] = []
    var net: Set<UInt32> = []
    var netObservables: Set<UInt32> = []
    var total = 0.0
    for index in probabilities.indices {
      if probabilities[index] > 0.5 {
        always.append(UInt32(index))
        net.formSymmetricDifference(netSymptoms.detectors(index))
        netObservables.formSymmetricDifference(netSymptoms.observables(index))
        probabilities[index] = 1 - probabilities[index]
      }
      total += Self.mean(probabilities[index])
    }
    constantMechanisms = always
    constant = Symptom(detectors: net.sorted(), observables: netObservables.sorted())
    replaySymptoms = netSymptoms
    wordsPerShot = (detectorCount + 63) / 64
    meanFired = total
    let size = Self.walkSize(wordsPerShot: wordsPerShot)
    walkSize = size
    drawsKeys = Double(wordsPerShot) > 32 * (1 + total)
    var rest: [UInt32] = []
    groups = MechanismGroups(
      probabilities, netSymptoms, walkSize: drawsKeys ? 0 : size, rest: &rest)
    line = MechanismLine(rest, probabilities, netSymptoms, wordsPerShot: wordsPerShot)
  }

  /// The mean λ = −ln(1 − p) of the Poisson events of a mechanism.
  static func mean(_ p: Double) -> Double { -log1p(-p) }

  /// The largest power of two of shots whose bits stay in a near cache.
  private static func walkSize(wordsPerShot: Int) -> Int {
    var size = 16
    while size < ErrorModelSampler.blockSize, 2 * size * (wordsPerShot + 2) <= 20480 { size *= 2 }
    return size
  }

  /// The probabilities and symptoms of a model, gathered one by one: the mechanisms as such take more memory.
  private static func gather(
    _ model: consuming DetectorErrorModel, count: Int
  ) throws(CircuitError) -> ([Double], SymptomList) {
    var probabilities: [Double] = []
    var symptoms = SymptomList()
    probabilities.reserveCapacity(count)
    symptoms.reserveCapacity(min(count, 1 << 20))
    try model.forEachError { (p, targets, shift) throws(CircuitError) in
      guard p >= 0, p <= 1 else {
        throw CircuitError(
          .badArgument,
          "Mechanism \(probabilities.count) has probability \(p), not in 0...1.")
      }
      probabilities.append(p)
      symptoms.append(targets, shift: shift)
    }
    return (probabilities, symptoms)
  }
}
