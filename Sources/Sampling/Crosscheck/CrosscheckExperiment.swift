// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
import CircuitModel
import StrictJSON

/// One experiment that both we and a peer can run, with the same code, noise and kind of decoder.
public struct CrosscheckExperiment: Sendable {
  /// The programs we compare with.
  public enum Peer: String, Sendable, CaseIterable {
    /// Stim samples and PyMatching decodes.
    case stim
    /// qecsim samples and decodes.
    case qecsim
  }

  /// Who runs the other side.
  public let peer: Peer
  /// The code, as the catalogue names it.
  public let code: String
  /// The noise, as the catalogue names it.
  public let noise: String
  /// The physical error rate.
  public let rate: Double
  /// Which logical errors count.
  public let basis: MemoryExperiment.Basis
  /// Our decoder.
  public let decoder: String
  /// The peer's decoder, of the same kind.
  public let peerDecoder: String
  /// Shots of the peer; ours are ten times as many, up to a million.
  public let peerShots: Int
  /// What the peer is asked, shots and seed apart.
  let question: Question

  /// How the peer learns of the experiment.
  enum Question: Sendable {
    /// Stim generates the circuit itself: the name of its task.
    case generated(String)
    /// Stim gets our circuit as text.
    case circuit
    /// qecsim's class for the code, with its sizes, and for noise and decoder.
    case qecsim(module: String, code: String, size: [Int], noise: String, decoder: [String])
  }

  /// Our side of the experiment.
  ///
  /// - Throws: `SamplingError` if a name is wrong.
  public func task() throws(SamplingError) -> CollectionTask {
    var grid = ExperimentGrid(codes: [code], rates: [rate])
    grid.noises = [noise]
    grid.bases = [basis]
    let tasks = try grid.tasks(decoders: [decoder])
    guard let task = tasks.first, tasks.count == 1 else {
      throw SamplingError(.task, "\(code) names \(tasks.count) codes; an experiment needs one.")
    }
    return task
  }

  /// What the peer is asked.
  func question(task: CollectionTask, seed: UInt64) -> JSON {
    var object = JSON.Object()
    object["peer"] = .string(peer.rawValue)
    object["shots"] = .integer(Int64(peerShots))
    object["seed"] = .integer(Int64(seed & 0x7FFF_FFFF))
    object["p"] = .number(rate)
    switch question {
    case .generated(let name):
      object["generated"] = .string(name)
      object["distance"] = task.metadata["d"] ?? .null
      object["rounds"] = task.metadata["r"] ?? .null
    case .circuit:
      object["circuit"] = .string(task.circuit.description)
    case .qecsim(let module, let code, let size, let noise, let decoder):
      object["code"] = [.string(module), .string(code)]
      object["size"] = .array(size.map { .integer(Int64($0)) })
      object["noise"] = .string(noise)
      object["decoder"] = .array(decoder.map { .string($0) })
    }
    return .object(object)
  }
}
