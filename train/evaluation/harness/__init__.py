"""What every measurement needs: the faces, the model, scores with intervals, and where they are kept."""
