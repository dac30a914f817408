// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import QVM

/// What holds a logical qubit: a code with its settings, its decoder, and the noise of its hardware.
///
/// Written `surface:d=7`, `surface:d=7,p=0.003,noise=si1000,decoder=union-find`, or, as older programs do,
/// `logical:surface_code(d=9)`. What is left out is `LogicalProfile.standard…`.
public struct LogicalProfile: Sendable, Hashable {
  /// The family of codes, by the name that the laboratory uses.
  public var family: String
  /// The code distance.
  public var distance: Int
  /// Further settings of the code, in ascending order of their names.
  public var settings: [Setting]
  /// The decoder, by the name that the laboratory uses.
  public var decoder: String
  /// The noise of the hardware, by the name that the laboratory uses.
  public var noise: String
  /// The physical error rate `p` of the noise.
  public var physicalErrorRate: Double

  /// One setting of a code besides its distance.
  public struct Setting: Sendable, Hashable {
    /// The name, such as `rate`.
    public var name: String
    /// The value.
    public var value: Double
  }

  /// The decoder of a profile that names none, where its family has no other (`ProfileFamily.standardDecoder`).
  public static let standardDecoder = "matching"
  /// The noise of a profile that names none.
  public static let standardNoise = "sd6"
  /// The physical error rate of a profile that names none.
  public static let standardPhysicalErrorRate = 1e-3
  /// The largest distance.
  public static let largestDistance = 10_001

  /// Makes a profile; its decoder is that of the family unless another is given.
  ///
  /// - Precondition: the distance is in `1...largestDistance` and the rate in `0...1`.
  public init(
    family: String, distance: Int, settings: [Setting] = [],
    decoder: String? = nil,
    noise: String = LogicalProfile.standardNoise,
    physicalErrorRate: Double = LogicalProfile.standardPhysicalErrorRate
  ) {
    precondition(
      (1...Self.largestDistance).contains(distance) && (0...1).contains(physicalErrorRate),
      "A profile needs a distance from 1 and a rate between 0 and 1.")
    self.family = family
    self.distance = distance
    self.settings = settings.sorted { $0.name < $1.name }
    self.decoder =
      decoder ?? ProfileFamily.named(family)?.standardDecoder ?? Self.standardDecoder
    self.noise = noise
    self.physicalErrorRate = physicalErrorRate
  }

  /// The code by its name in the laboratory, such as `surface:d=7`.
  public var code: String {
    "\(family):d=\(distance)" + settings.map { ",\($0.name)=\(shortest($0.value))" }.joined()
  }

  /// The family's row in the table of codes, if it has one.
  public var codeFamily: ProfileFamily? { ProfileFamily.named(family) }
}

extension LogicalProfile: CustomStringConvertible {
  /// The whole profile, with nothing left out: equal profiles, and only they, print alike.
  public var description: String {
    "\(code),decoder=\(decoder),noise=\(noise),p=\(shortest(physicalErrorRate))"
  }
}

/// A number without a needless `.0`.
private func shortest(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}

extension LogicalProfile {
  /// What is wrong with the profiles of a program that are well written otherwise: each ends a run before it begins.
  ///
  /// - Complexity: O(nodes), and each text is read once.
  public static func problems(in program: QVM.Program) -> [Problem] {
    let allocations = program.nodes.lazy.filter { $0.opcode == .allocate }
    let faults = Set(allocations.compactMap { $0.text("profile") })
      .reduce(into: [:]) { $0[$1] = fault(of: $1) }
    if faults.isEmpty { return [] }
    return allocations.compactMap { node in
      node.text("profile").flatMap { faults[$0] }
        .map { Problem(.profile, $0, node: node.id, at: node.location) }
    }
  }

  /// Why a text that reads as the name of a profile is none.
  private static func fault(of text: String) -> String? {
    guard (try? ProfileName(parsing: text)) != nil else { return nil }
    do {
      _ = try LogicalProfile(parsing: text)
      return nil
    } catch {
      return error.message
    }
  }

  /// Reads a profile in either notation, or one of the names of `ProfileDescription.standard`.
  ///
  /// - Throws: `ExecutionError` with code `.configuration`, naming the part at fault.
  public init(parsing text: String) throws(ExecutionError) {
    if let standard = ProfileDescription.standard.first(where: { $0.name == text }) {
      self = standard.profile
      return
    }
    let parts: ProfileName
    do {
      parts = try ProfileName(parsing: text)
    } catch {
      throw ExecutionError(.configuration, error.message)
    }
    guard let family = ProfileFamily.named(parts.family) else {
      let known = ProfileFamily.all.map(\.name).joined(separator: ", ")
      throw LogicalProfile.fault(text, "there is no family `\(parts.family)`; there are \(known).")
    }
    self.init(family: family.name, distance: 1)
    var hasDistance = false
    for setting in parts.settings {
      let (name, value) = (setting.name, setting.value)
      switch name {
      case "decoder": decoder = value
      case "noise": noise = value
      case "d", "distance":
        guard let number = Int(value), (1...Self.largestDistance).contains(number) else {
          throw LogicalProfile.fault(
            text, "`d` cannot be `\(value)`; it is a whole number in 1...\(Self.largestDistance).")
        }
        distance = number
        hasDistance = true
      case "p":
        guard let number = Double(value), (0...1).contains(number) else {
          throw LogicalProfile.fault(text, "`p` cannot be `\(value)`; it is a number in 0...1.")
        }
        physicalErrorRate = number
      default:
        guard let number = Double(value), number.isFinite else {
          throw LogicalProfile.fault(text, "`\(name)` cannot be `\(value)`; it is a number.")
        }
        settings.append(Setting(name: name, value: number))
      }
    }
    guard hasDistance else {
      throw LogicalProfile.fault(text, "the distance is missing; write `d=7`, for example.")
    }
    settings.sort { $0.name < $1.name }
  }

  private static func fault(_ text: String, _ what: String) -> ExecutionError {
    ExecutionError(.configuration, "Profile `\(text)`: \(what)")
  }
}
