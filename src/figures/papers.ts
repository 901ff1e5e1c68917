/** The source papers, as figures cite them. */
export const PRICE_TANNER =
  'Price & Tanner, Trajectory growth lower bounds for random sparse deep ReLU networks (arXiv 1911.10651)';
export const RAGHU =
  'Raghu, Poole, Kleinberg, Ganguli & Sohl-Dickstein, On the expressive power of deep neural networks (arXiv 1606.05336)';
export const POOLE =
  'Poole, Lahiri, Raghu, Sohl-Dickstein & Ganguli, Exponential expressivity in deep neural networks through transient chaos (arXiv 1606.05340)';
export const PASCANU =
  'Pascanu, Montúfar & Bengio, On the number of response regions of deep feedforward networks with piecewise linear activations (arXiv 1312.6098)';
export const HANIN_JEONG_ROLNICK =
  'Hanin, Jeong & Rolnick, Deep ReLU networks preserve expected length (arXiv 2102.10492)';
export const HANIN_ROLNICK =
  'Hanin & Rolnick, Complexity of linear regions in deep networks (arXiv 1901.09021)';
