// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A complex number in double precision.
@frozen
public struct Complex: Sendable, Hashable, BitwiseCopyable, CustomStringConvertible {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// Makes a number of its parts.
  @inlinable
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The number of absolute value 1 with the argument `phase`, in radians.
  public init(phase: Double) {
    self.init(cos(phase), sin(phase))
  }

  /// Nought.
  public static let zero = Complex(0)
  /// One.
  public static let one = Complex(1)
  /// The imaginary unit.
  public static let i = Complex(0, 1)

  /// The square of the absolute value.
  @inlinable public var squaredMagnitude: Double { real * real + imaginary * imaginary }
  /// The absolute value.
  @inlinable public var magnitude: Double { squaredMagnitude.squareRoot() }
  /// The number with the opposite imaginary part.
  @inlinable public var conjugate: Complex { Complex(real, -imaginary) }

  /// The argument, in radians, in −π…π.
  public var phase: Double { atan2(imaginary, real) }

  /// `real + imaginary i`.
  public var description: String {
    "\(real) \(imaginary.sign == .minus ? "-" : "+") \(Swift.abs(imaginary))i"
  }

  /// The sum.
  @inlinable
  public static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }

  /// The difference.
  @inlinable
  public static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }

  /// The opposite.
  @inlinable
  public static prefix func - (a: Complex) -> Complex { Complex(-a.real, -a.imaginary) }

  /// The product.
  @inlinable
  public static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  /// The product with a real number.
  @inlinable
  public static func * (a: Double, b: Complex) -> Complex {
    Complex(a * b.real, a * b.imaginary)
  }

  /// The quotient.
  @inlinable
  public static func / (a: Complex, b: Complex) -> Complex {
    (1 / b.squaredMagnitude) * (a * b.conjugate)
  }

  /// Adds a number.
  @inlinable
  public static func += (a: inout Complex, b: Complex) { a = a + b }

  /// Multiplies by a number.
  @inlinable
  public static func *= (a: inout Complex, b: Complex) { a = a * b }
}
