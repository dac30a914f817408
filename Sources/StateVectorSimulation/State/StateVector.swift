// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// The amplitudes of a register of qubits, exact to rounding.
///
/// Bit q of a basis index is qubit q. Amplitudes lie in two planes, real and imaginary parts; a qubit may lie at
/// any bit position of the planes, so exchanges of qubits cost nothing. The results of every operation depend on
/// its arguments alone, never on the number of workers.
///
/// - Complexity: 2·2^n numbers of memory; a pass over it for most operations.
public struct StateVector<Scalar: AmplitudeScalar>: ~Copyable, Sendable {
  /// The number of qubits.
  public internal(set) var qubitCount: Int
  /// The largest number of threads that an operation uses.
  public var workers: Int {
    didSet { precondition(workers >= 1, "A state needs at least one worker.") }
  }

  var real: PackedBuffer<Scalar>
  var imaginary: PackedBuffer<Scalar>
  /// The bit position of each qubit.
  var positions: [Int]

  /// Makes |0…0⟩.
  ///
  /// - Parameters:
  ///   - qubitCount: The number of qubits, from 0.
  ///   - workers: The largest number of threads to use.
  /// - Throws: `StateVectorError` with code `.memory` if the machine does not have the memory.
  /// - Precondition: `qubitCount >= 0 && workers >= 1`.
  public init(qubitCount: Int, workers: Int = 1) throws(StateVectorError) {
    precondition(qubitCount >= 0 && workers >= 1, "A state needs qubits and a worker.")
    try Self.requireMemory(qubitCount: qubitCount)
    self.init(zeros: qubitCount, workers: workers)
    real[0] = 1
  }

  /// Makes a vector of zeros, which is no state yet.
  init(zeros qubitCount: Int, workers: Int) {
    self.qubitCount = qubitCount
    self.workers = workers
    real = PackedBuffer(repeating: 0, count: 1 << qubitCount)
    imaginary = PackedBuffer(repeating: 0, count: 1 << qubitCount)
    positions = Array(0..<qubitCount)
  }

  /// Makes a state of its amplitudes, in the order of basis indices.
  ///
  /// - Precondition: The count is a power of two. The norm is the caller's affair.
  /// - Throws: `StateVectorError` with code `.memory` if the machine does not have the memory.
  public init(amplitudes: [Complex], workers: Int = 1) throws(StateVectorError) {
    precondition(
      amplitudes.count > 0 && amplitudes.count & (amplitudes.count - 1) == 0,
      "The number of amplitudes must be a power of two.")
    let qubitCount = amplitudes.count.trailingZeroBitCount
    try Self.requireMemory(qubitCount: qubitCount)
    self.init(zeros: qubitCount, workers: workers)
    for (index, amplitude) in amplitudes.enumerated() {
      real[index] = Scalar(amplitude.real)
      imaginary[index] = Scalar(amplitude.imaginary)
    }
  }

  /// Makes a state whose amplitudes a function sets one by one; those that it leaves out are 0.
  ///
  /// - Parameters:
  ///   - qubitCount: The number of qubits.
  ///   - workers: The largest number of threads to use.
  ///   - body: Calls its argument with a basis index and the amplitude. The norm is the caller's affair.
  /// - Throws: `StateVectorError` with code `.memory` if the machine does not have the memory.
  /// - Precondition: The indices are below 2^qubitCount.
  public init(
    qubitCount: Int, workers: Int = 1, setting body: ((Int, Complex) -> Void) -> Void
  ) throws(StateVectorError) {
    try Self.requireMemory(qubitCount: qubitCount)
    self.init(zeros: qubitCount, workers: workers)
    let size = 1 << qubitCount
    unsafe withPlanes { real, imaginary in
      body { index, amplitude in
        precondition(index >= 0 && index < size, "No such basis state.")
        unsafe real[index] = Scalar(amplitude.real)
        unsafe imaginary[index] = Scalar(amplitude.imaginary)
      }
    }
  }

  /// Turns the register to |0…0⟩.
  public mutating func setToZero() {
    real.fill(with: 0)
    imaginary.fill(with: 0)
    real[0] = 1
  }

  /// The memory of a state, in bytes.
  public static func byteCount(qubitCount: Int) -> Double {
    var bytes = Double(2 * MemoryLayout<Scalar>.size)
    for _ in 0..<qubitCount { bytes *= 2 }
    return bytes
  }

  /// The largest register that fits the memory of the machine, with a sixteenth left to the rest.
  public static var maximumQubitCount: Int {
    var count = 0
    while byteCount(qubitCount: count + 1) <= Double(physicalMemoryByteCount) / 16 * 15 {
      count += 1
    }
    return count
  }

  /// Refuses what does not fit.
  static func requireMemory(qubitCount: Int) throws(StateVectorError) {
    guard qubitCount > maximumQubitCount else { return }
    throw StateVectorError(
      .memory,
      "A state of \(qubitCount) qubits needs \(2 * MemoryLayout<Scalar>.size) × 2^\(qubitCount) "
        + "bytes; the memory of this machine holds at most \(maximumQubitCount) qubits.")
  }

  /// A state of its own with the same amplitudes.
  ///
  /// - Throws: `StateVectorError` with code `.memory` if the machine does not have the memory.
  public func copy() throws(StateVectorError) -> StateVector {
    try Self.requireMemory(qubitCount: qubitCount + 1)
    var twin = StateVector(zeros: qubitCount, workers: workers)
    twin.positions = positions
    twin.real.copy(from: real)
    twin.imaginary.copy(from: imaginary)
    return twin
  }

  /// The place in the planes of the amplitude of a basis state.
  func place(of basisIndex: Int) -> Int {
    var place = 0
    for (qubit, position) in positions.enumerated() {
      place |= (basisIndex >> qubit & 1) << position
    }
    return place
  }

  /// The amplitude of a basis state.
  ///
  /// - Precondition: `0 <= basisIndex && basisIndex < 1 << qubitCount`.
  public subscript(basisIndex: Int) -> Complex {
    precondition(basisIndex >= 0 && basisIndex < 1 << qubitCount, "No such basis state.")
    let place = place(of: basisIndex)
    return Complex(Double(real[place]), Double(imaginary[place]))
  }

  /// All amplitudes, in the order of basis indices.
  public var amplitudes: [Complex] {
    (0..<1 << qubitCount).map { self[$0] }
  }

  func requireQubits(_ qubits: [Int]) {
    precondition(
      qubits.allSatisfy { $0 >= 0 && $0 < qubitCount } && Set(qubits).count == qubits.count,
      "The qubits must differ and belong to the register.")
  }
}
