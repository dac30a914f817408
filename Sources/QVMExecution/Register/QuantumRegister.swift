// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra
import StabilizerSimulation

/// The joint state of a program's qubits, held in clusters that share no entanglement.
///
/// A cluster is a stabilizer tableau as long as all that happened on it is Clifford, and a vector of
/// amplitudes from the first gate on that is not. Clusters merge when a gate joins them; a qubit that
/// is measured leaves its vector, and single qubits leave a tableau before it becomes a vector.
struct QuantumRegister: Sendable {
  /// Where a qubit is held.
  struct Place: Sendable, Hashable {
    var cluster: Int
    var index: Int
  }

  /// How a cluster is held.
  enum State: Sendable {
    case stabilizer(StabilizerState)
    case vector(VectorState)
  }

  /// Some qubits and their state.
  struct Cluster: Sendable {
    var state: State { didSet { canonicalStabilizers = nil } }
    /// The canonical stabilizers of the tableau, once somebody has asked for them.
    fileprivate var canonicalStabilizers: [PauliString]?
    /// The qubit at each index; −1 where a place of a tableau is free.
    var qubits: [Int]
    /// The number of qubits.
    var count: Int

    init(state: State, qubits: [Int]) {
      self.state = state
      self.qubits = qubits
      count = qubits.count { $0 >= 0 }
    }

    var isVector: Bool {
      if case .vector = state { true } else { false }
    }
  }

  /// Probabilities below this are none.
  static let certainty = 1e-13

  /// The clusters; nil where one has gone.
  private(set) var clusters: [Cluster?] = []
  private var vacant: [Int] = []
  /// The place of each qubit; nil for one that is not allocated.
  private(set) var places: [Place?]
  /// The largest number of qubits of a vector.
  let vectorLimit: Int
  /// The threads that work on one vector.
  var workers: Int

  init(qubitCount: Int, vectorLimit: Int, workers: Int) {
    places = [Place?](repeating: nil, count: qubitCount)
    self.vectorLimit = vectorLimit
    self.workers = workers
  }

  /// The number of allocated qubits.
  var liveCount: Int { places.count { $0 != nil } }

  func isLive(_ qubit: Int) -> Bool { places[qubit] != nil }

  /// Gives a qubit a cluster of its own, in |0⟩ or |1⟩.
  mutating func allocate(_ qubit: Int, isOne: Bool = false) {
    let state = isOne ? Self.one : Self.zero
    insert(Cluster(state: .stabilizer(state), qubits: [qubit]))
  }

  /// The basis states, whose memory all qubits in them share until they change.
  private static let zero = StabilizerState(qubitCount: 1)
  private static let one = {
    var state = zero
    state.apply(Pauli.x, to: 0)
    return state
  }()

  /// Adds a cluster, and says where its qubits are.
  @discardableResult
  mutating func insert(_ cluster: Cluster) -> Int {
    let index: Int
    if let free = vacant.popLast() {
      index = free
      clusters[free] = cluster
    } else {
      index = clusters.count
      clusters.append(cluster)
    }
    for (position, qubit) in cluster.qubits.enumerated() where qubit >= 0 {
      places[qubit] = Place(cluster: index, index: position)
    }
    return index
  }

  mutating func removeCluster(_ index: Int) {
    clusters[index] = nil
    vacant.append(index)
  }

  /// The canonical stabilizers of a cluster, worked out once after each change; nil for a vector.
  mutating func canonicalStabilizers(of index: Int) -> [PauliString]? {
    guard let cluster = clusters[index], case .stabilizer(let state) = cluster.state else {
      return nil
    }
    if let known = cluster.canonicalStabilizers { return known }
    let stabilizers = state.canonicalStabilizers
    clusters[index]?.canonicalStabilizers = stabilizers
    return stabilizers
  }

  /// Lets all qubits of a cluster go.
  mutating func dropCluster(_ index: Int) {
    for qubit in clusters[index]?.qubits ?? [] where qubit >= 0 { places[qubit] = nil }
    removeCluster(index)
  }

  mutating func setCluster(_ index: Int, _ cluster: Cluster?) {
    clusters[index] = cluster
  }

  mutating func setPlace(of qubit: Int, _ place: Place) {
    places[qubit] = place
  }

  func place(of qubit: Int) -> Place {
    guard let place = places[qubit] else {
      preconditionFailure("The qubit is not allocated.")
    }
    return place
  }

  /// Two qubits change places: their states are exchanged.
  mutating func exchange(_ first: Int, _ second: Int) {
    let (a, b) = (place(of: first), place(of: second))
    clusters[a.cluster]?.qubits[a.index] = second
    clusters[b.cluster]?.qubits[b.index] = first
    places[first] = b
    places[second] = a
  }

  /// Takes a qubit out of its cluster's list, after its state has left.
  mutating func forget(_ qubit: Int) {
    let place = place(of: qubit)
    places[qubit] = nil
    guard var cluster = clusters[place.cluster] else { return }
    clusters[place.cluster] = nil
    if cluster.isVector {
      cluster.qubits.remove(at: place.index)
      for later in cluster.qubits[place.index...] { places[later]?.index -= 1 }
    } else {
      cluster.qubits[place.index] = -1
    }
    cluster.count -= 1
    if cluster.count == 0 {
      vacant.append(place.cluster)
    } else {
      clusters[place.cluster] = cluster
    }
  }

  /// The result that measuring a Pauli of a qubit in a tableau would give; nil where it is open, or
  /// where the qubit is in a vector.
  func knownResult(_ pauli: Pauli, of qubit: Int) -> Bool? {
    let place = place(of: qubit)
    guard case .stabilizer(let state)? = clusters[place.cluster]?.state else { return nil }
    return state.result(of: pauli, at: place.index)
  }

  /// The places among the clusters that have gone, in the order in which they are used again.
  var vacantClusters: [Int] { vacant }

  /// Takes over the clusters of a checkpoint; false if they contradict each other.
  mutating func restore(_ restored: [Cluster?], vacant places: [Int]) -> Bool {
    guard Set(places) == Set(restored.indices.filter { restored[$0] == nil }),
      Set(places).count == places.count
    else { return false }
    clusters = restored
    vacant = places
    for (index, cluster) in restored.enumerated() {
      guard let cluster else { continue }
      guard cluster.count > 0 else { return false }
      for (position, qubit) in cluster.qubits.enumerated() where qubit >= 0 {
        guard self.places[qubit] == nil else { return false }
        self.places[qubit] = Place(cluster: index, index: position)
      }
    }
    return true
  }

  /// Brings all vectors up to date.
  mutating func flush() throws(ExecutionError) {
    let workers = workers
    for index in clusters.indices where clusters[index]?.isVector == true {
      try withVector(index) { (vector) throws(ExecutionError) in
        try vector.flush(workers: workers)
      }
    }
  }
}
