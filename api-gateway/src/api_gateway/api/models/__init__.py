"""Public request and response models that no contract has."""
