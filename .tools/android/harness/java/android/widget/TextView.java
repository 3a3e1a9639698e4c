package android.widget;

import android.content.Context;
import android.text.TextWatcher;
import android.view.KeyEvent;
import android.view.View;

public class TextView extends View {
	private CharSequence text = "";
	private TextWatcher watcher;
	private OnEditorActionListener listener;

	public TextView(Context c) {
		super(c);
	}

	public interface OnEditorActionListener {
		boolean onEditorAction(TextView v, int action, KeyEvent e);
	}

	public void setImeOptions(int i) {
	}

	public void setInputType(int i) {
	}

	public void setKeyListener(Object k) {
	}

	public void setOnEditorActionListener(OnEditorActionListener l) {
		listener = l;
	}

	public void setText(CharSequence s) {
		text = s;
	}

	public CharSequence getText() {
		return text;
	}

	public void addTextChangedListener(TextWatcher w) {
		watcher = w;
	}

	/** As a soft keyboard does it. */
	public void type(String s) {
		watcher.beforeTextChanged(text, text.length(), 0, s.length());
		String all = text + s;
		int start = text.length();
		text = all;
		watcher.onTextChanged(all, start, 0, s.length());
	}

	public void done() {
		listener.onEditorAction(this, 6, null);
	}
}
