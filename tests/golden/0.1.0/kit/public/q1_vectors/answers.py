'What is asked for: signatures without bodies.'

from jaxtyping import Float

from numpy import ndarray

def below_largest(x: Float[ndarray, 'n']) -> Float[ndarray, 'n']:
    """Distance of every entry from the largest."""
    raise NotImplementedError

def half_square(x: Float[ndarray, 'n']) -> float:
    """Half the sum of the squares."""
    raise NotImplementedError

def half_square_grad(x: Float[ndarray, 'n']) -> Float[ndarray, 'n']:
    """Gradient of half the sum of the squares."""
    raise NotImplementedError
