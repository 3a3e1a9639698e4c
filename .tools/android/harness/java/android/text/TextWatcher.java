package android.text;

public interface TextWatcher {
	void onTextChanged(CharSequence s, int start, int before, int count);

	void beforeTextChanged(CharSequence s, int start, int count, int after);

	void afterTextChanged(Editable e);
}
